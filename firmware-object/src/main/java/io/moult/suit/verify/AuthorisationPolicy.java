package io.moult.suit.verify;

import io.moult.cose.DevelopmentMark;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.cose.VerificationKey;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentTable;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who may do what to a device: apart from how anything reaches it, and as data (RFC 9019 sections 3.9 and 3.10). A
 * signature counts within the constraints of its anchor; so many different keys are needed in each role; and what the
 * manifest would do must be permitted to somebody in every role that is needed. Immutable.
 *
 * @param authorities whom the device believes
 * @param authors how many different authors must have signed
 * @param operators how many different operators, beside them
 * @param production whether this is a device that is sold: certificates for development count for nothing, and nobody
 *     signs an update with the key that is believed itself, but with one that it has delegated to
 * @param anySigner whether a signature counts whatever the role in which it says that it was made
 */
public record AuthorisationPolicy(
        List<Authority> authorities, int authors, int operators, boolean production, boolean anySigner) {
    /** The component whose content says whom a device believes: for provisioning authorities alone. */
    public static final ComponentId TRUST_COMPONENT = ComponentId.of("moult", "trust");

    public AuthorisationPolicy {
        authorities = List.copyOf(authorities);
        if (authors < 0 || operators < 0 || authors + operators < 1) {
            throw new IllegalArgumentException(authors + " authors and " + operators + " operators");
        }
    }

    /** One in which a signature that says in which role it was made counts in that role alone. */
    public AuthorisationPolicy(List<Authority> authorities, int authors, int operators, boolean production) {
        this(authorities, authors, operators, production, false);
    }

    /** Any one of these suffices, and may do everything: the simplest model (draft-ietf-suit-manifest-37 section 9). */
    public static AuthorisationPolicy anyOf(TrustStore trust) {
        return new AuthorisationPolicy(
                trust.anchors().stream()
                        .map(anchor -> Authority.of(anchor, Role.AUTHOR))
                        .toList(),
                1,
                0,
                false,
                true);
    }

    /** One author and one operator, who are not the same. */
    public static AuthorisationPolicy authorAndOperator(List<Authority> authorities) {
        return new AuthorisationPolicy(authorities, 1, 1, false);
    }

    /** The same for devices that are sold. */
    public AuthorisationPolicy inProduction() {
        return new AuthorisationPolicy(authorities, authors, operators, true, anySigner);
    }

    /** Whose signatures are worth looking at. */
    public TrustStore trust() {
        return TrustStore.of(authorities.stream().map(Authority::anchor).toList());
    }

    /** Whether a good signature decides, whatever the manifest says. */
    boolean isDecidedByOne(List<Signatory> signatories, Manifest manifest, Optional<ComponentId> prefix) {
        return oneSuffices()
                && (anySigner
                        || signatories.stream().anyMatch(one -> one.capacity().isEmpty()))
                && !ComponentTable.of(manifest, prefix).containsValue(TRUST_COMPONENT);
    }

    /** Whether the first good signature decides, for all but changes of whom the device believes. */
    boolean oneSuffices() {
        return authors + operators == 1
                && !production
                && authorities.stream()
                        .allMatch(one -> one.permissions().equals(Permissions.ALL)
                                && one.constraints().equals(Constraints.NONE)
                                && one.roles().contains(authors == 1 ? Role.AUTHOR : Role.OPERATOR));
    }

    /**
     * Why a manifest with these good signatures may not be run; empty if it may.
     *
     * @param prefix stands before the identifiers of its components, in a dependency
     */
    Optional<Refusal> check(
            List<Signatory> signatories,
            Manifest manifest,
            Optional<ComponentId> prefix,
            OptionalLong nowEpochSeconds) {
        List<String> why = new ArrayList<>();
        List<Authority> counted = counted(signatories, ManifestSummary.of(manifest), nowEpochSeconds, why);
        Set<CommandUse> uses = ManifestWalk.uses(manifest, prefix);
        if (ComponentTable.of(manifest, prefix).containsValue(TRUST_COMPONENT)) {
            return checkProvisioning(counted, manifest, uses);
        }
        Optional<Refusal> tooFew = checkNumbers(counted, why);
        return tooFew.isPresent() ? tooFew : checkPermissions(counted, uses, neededRoles());
    }

    /** A change of whom the device believes is a provisioning authority's, and comes alone. */
    private static Optional<Refusal> checkProvisioning(
            List<Authority> counted, Manifest manifest, Set<CommandUse> uses) {
        if (!manifest.components().equals(List.of(TRUST_COMPONENT))) {
            return Optional.of(new Refusal(
                    RefusalReason.POLICY, "whom the device believes is changed by a manifest for that alone"));
        }
        if (counted.stream().noneMatch(one -> one.roles().contains(Role.PROVISIONING))) {
            return Optional.of(new Refusal(RefusalReason.POLICY, "no provisioning authority signed a change of trust"));
        }
        return checkPermissions(counted, uses, List.of(Role.PROVISIONING));
    }

    /** Each key once, and each anchor once, however many keys it has delegated to. */
    private List<Authority> counted(
            List<Signatory> signatories, ManifestSummary summary, OptionalLong now, List<String> why) {
        List<Authority> counted = new ArrayList<>();
        Set<VerificationKey> seen = new HashSet<>();
        for (Signatory signatory : signatories) {
            Optional<Authority> authority = authorityOf(signatory.believed());
            if (authority.isEmpty()) {
                continue;
            }
            Optional<Authority> capable =
                    authority.flatMap(one -> one.in(anySigner ? Optional.empty() : signatory.capacity()));
            Optional<String> broken = unfitForProduction(signatory, capable.orElse(authority.get()))
                    .or(() -> authority.get().constraints().brokenBy(summary, now));
            if (broken.isPresent()) {
                why.add(signatory.key() + " is " + broken.get());
            } else if (capable.isEmpty()) {
                why.add(signatory.key() + " is no " + signatory.capacity().orElse("signer"));
            } else if (seen.add(signatory.key().key()) && counted.stream().noneMatch(capable.get()::isSameAs)) {
                counted.add(capable.get());
            }
        }
        return counted;
    }

    /** In production whoever is believed delegates, and a delegate signs: only changes of trust he signs himself. */
    private Optional<String> unfitForProduction(Signatory signatory, Authority authority) {
        if (!production) {
            return Optional.empty();
        }
        if (isForDevelopment(signatory)) {
            return Optional.of("only for development");
        }
        boolean himself = signatory.key().key().equals(signatory.believed().key());
        return himself && !authority.roles().equals(Set.of(Role.PROVISIONING))
                ? Optional.of("to delegate in production, not to sign itself")
                : Optional.empty();
    }

    private static boolean isForDevelopment(Signatory signatory) {
        return DevelopmentMark.isOn(signatory.key().certificateDer())
                || DevelopmentMark.isOn(signatory.believed().certificateDer());
    }

    private Optional<Authority> authorityOf(TrustAnchor anchor) {
        return authorities.stream()
                .filter(one -> one.anchor().key().equals(anchor.key()))
                .findFirst();
    }

    /** Who may be both is taken for what is missing, once. */
    private Optional<Refusal> checkNumbers(List<Authority> counted, List<String> why) {
        long both = counted.stream()
                .filter(one -> one.roles().contains(Role.AUTHOR) && one.roles().contains(Role.OPERATOR))
                .count();
        long missingAuthors = Math.max(0, authors - only(counted, Role.AUTHOR, Role.OPERATOR));
        long missingOperators = Math.max(0, operators - only(counted, Role.OPERATOR, Role.AUTHOR));
        if (missingAuthors + missingOperators <= both) {
            return Optional.empty();
        }
        String needed = authors
                + (authors == 1 ? " author" : " authors")
                + (operators == 0 ? "" : " and " + operators + (operators == 1 ? " operator" : " operators"));
        return Optional.of(new Refusal(
                RefusalReason.POLICY,
                needed + " must sign, by different keys; " + counted.size() + " of the signatures "
                        + (counted.size() == 1 ? "counts" : "count")
                        + (why.isEmpty() ? "" : " (" + String.join("; ", why) + ")")));
    }

    private static long only(List<Authority> counted, Role role, Role other) {
        return counted.stream()
                .filter(one -> one.roles().contains(role) && !one.roles().contains(other))
                .count();
    }

    private static Optional<Refusal> checkPermissions(List<Authority> counted, Set<CommandUse> uses, List<Role> roles) {
        for (CommandUse use : uses) {
            for (Role role : roles) {
                boolean permitted = counted.stream()
                        .filter(one -> one.roles().contains(role))
                        .anyMatch(one -> one.permissions().allow(use));
                if (!permitted) {
                    return Optional.of(new Refusal(
                            RefusalReason.COMPONENT_UNAUTHORISED,
                            use + " is not permitted to any " + role.label() + " who signed"));
                }
            }
        }
        return Optional.empty();
    }

    private List<Role> neededRoles() {
        List<Role> needed = new ArrayList<>();
        if (authors > 0) {
            needed.add(Role.AUTHOR);
        }
        if (operators > 0) {
            needed.add(Role.OPERATOR);
        }
        return needed;
    }
}
