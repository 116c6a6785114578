package io.moult.client;

import io.moult.client.delivery.Fetchers;
import io.moult.client.install.BootControl;
import io.moult.client.install.StagingArea;
import io.moult.client.install.TrustInForce;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressStore;
import io.moult.cose.TrustStore;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Role;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a firmware consumer is put together from.
 *
 * @param trust whom the device was made to believe; a bootloader that keeps a policy is asked instead
 * @param scheduler one thread, for what happens later: notifications, resets, deadlines
 */
public record ConsumerParts(
        ClientSettings settings,
        DeviceIdentity identity,
        TrustStore trust,
        StagingArea staging,
        BootControl boot,
        ProgressStore progress,
        Fetchers fetchers,
        ScheduledExecutorService scheduler,
        Clock clock) {
    public ConsumerParts {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(trust);
        Objects.requireNonNull(staging);
        Objects.requireNonNull(boot);
        Objects.requireNonNull(progress);
        Objects.requireNonNull(fetchers);
        Objects.requireNonNull(scheduler);
        Objects.requireNonNull(clock);
        settings.policy().ifPresent(policy -> requireAuthorsAmong(trust, policy));
    }

    /** A bootloader that has these trust anchors and no policy would not boot what anybody else has signed alone. */
    private static void requireAuthorsAmong(TrustStore trust, AuthorisationPolicy policy) {
        Role needed = policy.authors() > 0 ? Role.AUTHOR : Role.OPERATOR;
        for (Authority authority : policy.authorities()) {
            boolean known = trust.anchors().stream()
                    .anyMatch(anchor -> anchor.key().equals(authority.anchor().key()));
            if (authority.roles().contains(needed) && !known) {
                throw new IllegalArgumentException("the policy has an " + needed.label() + ", " + authority.anchor()
                        + ", whom this device was not made to believe");
            }
        }
    }

    /** Who may do what: as the bootloader says, if it does. IllegalArgumentException if the settings say it as well. */
    AuthorisationPolicy policy(Optional<TrustInForce> kept) {
        if (kept.isPresent() && settings.policy().isPresent()) {
            throw new IllegalArgumentException(
                    "this device's bootloader keeps the policy: leave the one in the settings out");
        }
        return kept.map(known -> known.history().policy())
                .or(settings::policy)
                .orElseGet(() -> AuthorisationPolicy.anyOf(trust));
    }
}
