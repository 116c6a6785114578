package io.moult.suit.verify;

import io.moult.cose.TrustAnchor;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whom a device believes, in which roles, for what, and within which limits. */
public record Authority(TrustAnchor anchor, Set<Role> roles, Permissions permissions, Constraints constraints) {
    public Authority {
        Objects.requireNonNull(anchor);
        roles = Set.copyOf(roles);
        Objects.requireNonNull(permissions);
        Objects.requireNonNull(constraints);
    }

    /** Somebody who may do everything in these roles. */
    public static Authority of(TrustAnchor anchor, Role... roles) {
        return new Authority(anchor, Set.of(roles), Permissions.ALL, Constraints.NONE);
    }

    /** The same in the one capacity in which it says that it signs, or nobody if it has no such role. */
    Optional<Authority> in(Optional<String> capacity) {
        return capacity.isEmpty()
                ? Optional.of(this)
                : roles.stream()
                        .filter(role -> role.label().equals(capacity.get()))
                        .findFirst()
                        .map(role -> new Authority(anchor, Set.of(role), permissions, constraints));
    }

    boolean isSameAs(Authority other) {
        return anchor.key().equals(other.anchor.key());
    }

    public Authority limitedTo(Permissions fewer) {
        return new Authority(anchor, roles, fewer, constraints);
    }

    public Authority within(Constraints limits) {
        return new Authority(anchor, roles, permissions, limits);
    }
}
