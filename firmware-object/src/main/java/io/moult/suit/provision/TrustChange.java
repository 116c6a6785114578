package io.moult.suit.provision;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a device is to believe from now on, and whom no longer: what a provisioning authority writes into the trust
 * component.
 *
 * @param believed new authorities, or known ones with other roles, permissions and constraints
 * @param forgotten thumbprints of the keys of those who are to be removed
 */
public record TrustChange(List<Authority> believed, List<Bytes> forgotten) {
    public TrustChange {
        believed = List.copyOf(believed);
        forgotten = List.copyOf(forgotten);
        if (believed.isEmpty() && forgotten.isEmpty()) {
            throw new IllegalArgumentException("a change that changes nothing");
        }
    }

    /**
     * Whether a manifest is about whom a device believes, and nothing else. Proves nothing: {@link TrustHistory} judges it.
     */
    public static boolean isSaidBy(Manifest manifest) {
        return manifest.components().equals(List.of(AuthorisationPolicy.TRUST_COMPONENT));
    }

    /** The policy behind the change, or why it is not made. */
    public sealed interface Outcome {
        record Changed(AuthorisationPolicy policy) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /** There is always somebody left who may change it again, and enough who may sign updates. */
    public Outcome applyTo(AuthorisationPolicy policy) {
        List<Authority> after = new ArrayList<>(policy.authorities());
        for (Bytes thumbprint : forgotten) {
            if (!after.removeIf(one -> one.anchor().key().thumbprint().equals(thumbprint))) {
                return refused("nobody is believed who is to be forgotten: "
                        + thumbprint.slice(0, 8).hex());
            }
        }
        for (Authority authority : believed) {
            after.removeIf(one -> one.anchor().key().equals(authority.anchor().key()));
            after.add(authority);
        }
        if (count(after, Role.PROVISIONING) == 0) {
            return refused("nobody would be left who may change whom this device believes");
        }
        if (count(after, Role.AUTHOR) < policy.authors() || count(after, Role.OPERATOR) < policy.operators()) {
            return refused("too few would be left to sign an update");
        }
        return new Outcome.Changed(
                new AuthorisationPolicy(after, policy.authors(), policy.operators(), policy.production()));
    }

    private static long count(List<Authority> authorities, Role role) {
        return authorities.stream().filter(one -> one.roles().contains(role)).count();
    }

    private static Outcome refused(String detail) {
        return new Outcome.Refused(new Refusal(RefusalReason.POLICY, detail));
    }

    /** The change in octets, if they are one. */
    static Optional<TrustChange> of(Bytes octets) {
        return TrustChangeCodec.decode(octets);
    }
}
