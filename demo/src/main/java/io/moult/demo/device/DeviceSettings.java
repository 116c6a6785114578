package io.moult.demo.device;

import io.moult.client.ClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an emulated device runs.
 *
 * @param data its directory: flash, one-time-programmable memory, progress, behaviour table
 * @param client how it talks to its server; empty for a device that only boots
 * @param watchdog how long an image may hang before the device is reset
 * @param powerCut at which write operation the power goes, as {@link io.moult.boot.flash.FaultPlan#parse} reads it
 * @param fsync whether what is written must survive the machine, and not only the process
 */
record DeviceSettings(
        Path data, Optional<ClientSettings> client, Duration watchdog, Optional<String> powerCut, boolean fsync) {
    DeviceSettings {
        Objects.requireNonNull(data);
        Objects.requireNonNull(client);
        Objects.requireNonNull(powerCut);
        if (watchdog.isNegative() || watchdog.isZero()) {
            throw new IllegalArgumentException("a watchdog of " + watchdog.toMillis() + " ms; say 1 ms or more");
        }
    }
}
