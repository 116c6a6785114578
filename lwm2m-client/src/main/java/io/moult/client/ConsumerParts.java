package io.moult.client;

import io.moult.client.delivery.Fetchers;
import io.moult.client.install.BootControl;
import io.moult.client.install.StagingArea;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressStore;
import io.moult.cose.TrustStore;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a firmware consumer is put together from.
 *
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
    }
}
