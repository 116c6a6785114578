package io.moult.suit.provision;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * An {@link Authority} as CBOR, deterministic: {@code [certificate, [+ role], [* [component, [+ command]]], [[* vendor], [*
 * class], highest sequence / nil, not before / nil, not after / nil]]}; roles are 1 author, 2 operator, 3 provisioning. Only
 * certificates in DER are carried: others would have no fingerprint to be found under.
 */
final class AuthorityCodec {
    private static final List<Role> ROLES = List.of(Role.AUTHOR, Role.OPERATOR, Role.PROVISIONING);

    private AuthorityCodec() {}

    /** IllegalArgumentException for an anchor that is no certificate. */
    static void encode(CborWriter writer, Authority authority) {
        if (authority.anchor().certificateDer().isEmpty()) {
            throw new IllegalArgumentException(authority.anchor() + " is no certificate");
        }
        List<Role> roles = ROLES.stream().filter(authority.roles()::contains).toList();
        writer.array(4).bytes(authority.anchor().certificateDer()).array(roles.size());
        roles.forEach(role -> writer.unsigned(ROLES.indexOf(role) + 1L));
        writer.array(authority.permissions().grants().size());
        for (Permissions.Grant grant : authority.permissions().grants()) {
            writer.array(2).array(grant.components().parts().size());
            grant.components().parts().forEach(writer::bytes);
            List<Integer> codes =
                    grant.commands().stream().map(CommandCode::code).sorted().toList();
            writer.array(codes.size());
            codes.forEach(writer::unsigned);
        }
        Constraints limits = authority.constraints();
        writer.array(5);
        encode(writer, limits.vendors());
        encode(writer, limits.classes());
        encode(writer, limits.highestSequenceNumber());
        encode(writer, limits.notBeforeEpochSeconds());
        encode(writer, limits.notAfterEpochSeconds());
    }

    private static void encode(CborWriter writer, Set<UUID> ids) {
        writer.array(ids.size());
        ids.stream().sorted().forEach(id -> writer.bytes(Identifiers.toBytes(id)));
    }

    private static void encode(CborWriter writer, OptionalLong number) {
        if (number.isPresent()) {
            writer.unsigned(number.getAsLong());
        } else {
            writer.nil();
        }
    }

    private static List<CborItem> parts(CborItem item, int count) throws CborException {
        List<CborItem> parts = item.array("an array of " + count);
        if (parts.size() != count) {
            throw CborException.malformed("not " + count + " parts");
        }
        return parts;
    }

    static Authority decode(CborItem item) throws CborException, KeyFileException {
        List<CborItem> parts = parts(item, 4);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (CborItem role : parts.get(1).array("roles")) {
            long number = role.unsigned("a role");
            if (number < 1 || number > ROLES.size()) {
                throw CborException.malformed("role " + number);
            }
            roles.add(ROLES.get((int) number - 1));
        }
        List<Permissions.Grant> grants = new ArrayList<>();
        for (CborItem grant : parts.get(2).array("permissions")) {
            grants.add(grant(parts(grant, 2)));
        }
        List<CborItem> limits = parts(parts.get(3), 5);
        return new Authority(
                TrustAnchor.ofCertificate(parts.get(0).bytes("a certificate")),
                roles,
                new Permissions(grants),
                new Constraints(
                        ids(limits.get(0)),
                        ids(limits.get(1)),
                        number(limits.get(2)),
                        number(limits.get(3)),
                        number(limits.get(4))));
    }

    private static Permissions.Grant grant(List<CborItem> parts) throws CborException {
        List<Bytes> component = new ArrayList<>();
        for (CborItem part : parts.get(0).array("a component")) {
            component.add(part.bytes("a component's part"));
        }
        Set<CommandCode> commands = EnumSet.noneOf(CommandCode.class);
        for (CborItem code : parts.get(1).array("commands")) {
            long number = code.unsigned("a command");
            commands.add(CommandCode.of(number).orElseThrow(() -> CborException.malformed("command " + number)));
        }
        return new Permissions.Grant(new ComponentId(component), commands);
    }

    private static Set<UUID> ids(CborItem item) throws CborException {
        Set<UUID> ids = new HashSet<>();
        for (CborItem id : item.array("identifiers")) {
            ids.add(Identifiers.ofBytes(id.bytes("an identifier")));
        }
        return ids;
    }

    private static OptionalLong number(CborItem item) throws CborException {
        return item.equals(CborItem.Simple.NULL) ? OptionalLong.empty() : OptionalLong.of(item.unsigned("a limit"));
    }
}
