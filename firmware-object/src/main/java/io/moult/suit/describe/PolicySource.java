package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustChangeCodec;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads an {@link AuthorisationPolicy} from YAML. Its form is in {@code docs/policy.md}. */
public final class PolicySource {
    private static final int MOST_SIGNERS = 8;

    private final Path directory;
    private final TrustStore trust;

    /**
     * @param directory where the files are that the policy names
     * @param trust who may be named by fingerprint
     */
    public PolicySource(Path directory, TrustStore trust) {
        this.directory = directory;
        this.trust = trust;
    }

    /** The policy in a file, which names files beside it. An IOException says in one sentence what is wrong. */
    public static AuthorisationPolicy readFile(Path file) throws IOException {
        try {
            return new PolicySource(file.toAbsolutePath().resolveSibling(""), TrustStore.of())
                    .read(Files.readString(file));
        } catch (DescriptionException e) {
            throw new IOException(file + ": " + e.detail(), e);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is no text", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    public AuthorisationPolicy read(String yaml) throws DescriptionException {
        Described.Members policy = Described.read(yaml).members("production", "authors", "operators", "authorities");
        Described listed = policy.require("authorities");
        List<Authority> authorities = authorities(listed);
        if (authorities.isEmpty()) {
            throw listed.wrong("a policy without authorities lets nothing through");
        }
        int authors = count(policy, "authors", 1);
        int operators = count(policy, "operators", 0);
        if (authors + operators == 0) {
            throw listed.wrong("nobody has to sign: authors and operators are both 0");
        }
        requireEnough(policy, listed, authorities, authors, operators);
        boolean production =
                policy.has("production") && policy.require("production").truth();
        return new AuthorisationPolicy(authorities, authors, operators, production);
    }

    private List<Authority> authorities(Described listed) throws DescriptionException {
        List<Authority> authorities = new ArrayList<>();
        for (Described one : listed.list()) {
            Authority authority = authority(one);
            if (authorities.stream()
                    .anyMatch(other ->
                            other.anchor().key().equals(authority.anchor().key()))) {
                throw one.wrong("the same key is an authority already");
            }
            authorities.add(authority);
        }
        return authorities;
    }

    /**
     * A change of whom devices believe, in octets: {@code believed}, authorities as in a policy, and {@code forgotten}, keys or
     * certificates by their files, or thumbprints.
     */
    Bytes readTrustChange(Described described) throws DescriptionException {
        Described.Members members = described.members("believed", "forgotten");
        List<Authority> believed = members.has("believed") ? authorities(members.require("believed")) : List.of();
        List<Bytes> forgotten = new ArrayList<>();
        if (members.has("forgotten")) {
            for (Described one : members.require("forgotten").listOrOne()) {
                boolean thumbprint = one.text().matches("[0-9a-fA-F]{64}");
                forgotten.add(thumbprint ? one.hex() : anchorIn(one).key().thumbprint());
            }
        }
        if (believed.isEmpty() && forgotten.isEmpty()) {
            throw described.wrong("the change of trust changes nothing: say who is believed or forgotten");
        }
        for (Authority authority : believed) {
            if (authority.anchor().certificateDer().isEmpty()) {
                throw described.wrong(
                        authority.anchor() + " is no certificate, and only certificates are carried to devices");
            }
        }
        return TrustChangeCodec.encode(new TrustChange(believed, forgotten));
    }

    /** That so many can sign at all, each once; a provisioning authority may add others later. */
    private static void requireEnough(
            Described.Members policy, Described listed, List<Authority> authorities, int authors, int operators)
            throws DescriptionException {
        if (authorities.stream().anyMatch(one -> one.roles().contains(Role.PROVISIONING))) {
            return;
        }
        requireEnough(policy.find("authors").orElse(listed), authorities, authors, EnumSet.of(Role.AUTHOR));
        Described operatorsSaid = policy.find("operators").orElse(listed);
        requireEnough(operatorsSaid, authorities, operators, EnumSet.of(Role.OPERATOR));
        if (authors > 0 && operators > 0) {
            requireEnough(operatorsSaid, authorities, authors + operators, EnumSet.of(Role.AUTHOR, Role.OPERATOR));
        }
    }

    private static void requireEnough(Described where, List<Authority> authorities, int wanted, Set<Role> roles)
            throws DescriptionException {
        long there = authorities.stream()
                .filter(one -> one.roles().stream().anyMatch(roles::contains))
                .count();
        if (there < wanted) {
            String who = roles.stream().map(Role::label).collect(Collectors.joining(" or "));
            throw where.wrong("nobody could meet this policy: " + wanted + " must sign as " + who + ", each once, and "
                    + there + (there == 1 ? " of the authorities is one" : " of the authorities are such"));
        }
    }

    private static int count(Described.Members policy, String member, int otherwise) throws DescriptionException {
        return policy.has(member) ? policy.require(member).count(MOST_SIGNERS) : otherwise;
    }

    private Authority authority(Described item) throws DescriptionException {
        Described.Members members = item.members("key", "fingerprint", "roles", "permissions", "constraints");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Described role : members.require("roles").listOrOne()) {
            roles.add(role.oneOf(byLabel()));
        }
        if (roles.isEmpty()) {
            throw item.wrong("an authority without a role has no say");
        }
        Authority authority = new Authority(anchor(item, members), roles, Permissions.ALL, Constraints.NONE);
        if (members.has("permissions")) {
            authority = authority.limitedTo(permissions(members.require("permissions")));
        }
        return members.has("constraints") ? authority.within(constraints(members.require("constraints"))) : authority;
    }

    private static Map<String, Role> byLabel() {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            roles.put(role.label(), role);
        }
        return roles;
    }

    private TrustAnchor anchor(Described item, Described.Members members) throws DescriptionException {
        if (members.has("key") == members.has("fingerprint")) {
            throw item.wrong("an authority is named by \"key\" or by \"fingerprint\", by one of them");
        }
        if (members.has("fingerprint")) {
            Described fingerprint = members.require("fingerprint");
            return trust.find(fingerprint.hex())
                    .orElseThrow(() ->
                            fingerprint.wrong("no key or certificate that was given to trust has this fingerprint"));
        }
        return anchorIn(members.require("key"));
    }

    private TrustAnchor anchorIn(Described key) throws DescriptionException {
        Path file = directory.resolve(key.text());
        try {
            return Files.isDirectory(file)
                    ? KeySet.read(file).trustAnchor()
                    : KeyFiles.trustAnchor(KeyFiles.readSmallFile(file));
        } catch (NoSuchFileException e) {
            throw key.wrong(file + ": there is no such file");
        } catch (KeyFileException e) {
            throw key.wrong(file + " " + e.detail());
        } catch (IOException e) {
            throw key.wrong(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Permissions permissions(Described listed) throws DescriptionException {
        List<Permissions.Grant> grants = new ArrayList<>();
        for (Described item : listed.list()) {
            Described.Members grant = item.members("components", "commands");
            Set<CommandCode> commands = commands(grant.require("commands"));
            if (!grant.has("components")) {
                grants.add(new Permissions.Grant(new ComponentId(List.of()), commands));
                continue;
            }
            for (Described component : grant.require("components").listOrOne()) {
                grants.add(new Permissions.Grant(ComponentText.parse(component), commands));
            }
        }
        return new Permissions(grants);
    }

    private static Set<CommandCode> commands(Described described) throws DescriptionException {
        if (described.isText() && described.text().equals("all")) {
            return EnumSet.allOf(CommandCode.class);
        }
        Map<String, CommandCode> byName = new LinkedHashMap<>();
        for (CommandCode code : CommandCode.values()) {
            if (!code.isCondition()) {
                byName.put(CommandCode.label(code.code()), code);
            }
        }
        Set<CommandCode> commands = EnumSet.noneOf(CommandCode.class);
        for (Described one : described.listOrOne()) {
            commands.add(one.oneOf(byName));
        }
        return commands;
    }

    private static Constraints constraints(Described described) throws DescriptionException {
        Described.Members limits =
                described.members("vendors", "classes", "highest-sequence", "not-before", "not-after");
        Optional<Described> highest = limits.find("highest-sequence");
        return new Constraints(
                uuids(limits.find("vendors")),
                uuids(limits.find("classes")),
                highest.isPresent() ? OptionalLong.of(highest.get().unsigned()) : OptionalLong.empty(),
                time(limits.find("not-before")),
                time(limits.find("not-after")));
    }

    private static Set<UUID> uuids(Optional<Described> listed) throws DescriptionException {
        Set<UUID> ids = new HashSet<>();
        if (listed.isPresent()) {
            for (Described one : listed.get().listOrOne()) {
                ids.add(one.uuid());
            }
            if (ids.isEmpty()) {
                throw listed.get().wrong(listed.get().name() + " is empty: leave it out to limit nothing");
            }
        }
        return ids;
    }

    private static OptionalLong time(Optional<Described> described) throws DescriptionException {
        return described.isPresent() ? OptionalLong.of(described.get().epochSeconds()) : OptionalLong.empty();
    }
}
