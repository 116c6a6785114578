package io.moult.server.device;

import io.moult.bytes.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The record of a device as the server keeps it (R7): what it last said of itself, and when.
 *
 * @param registered true while its LwM2M registration lives; never stored
 * @param version the package version, or the firmware version where the device tells none
 * @param sequenceNumber of the running manifest, unsigned; a plain device has none
 * @param state the number of resource 5/0/3, if known
 * @param result the number of resource 5/0/5, if known
 * @param bootReport JSON as the device sent it; empty for none
 * @param supportsPrivateObject false for a plain device
 * @param protocols the pull protocols of resource 5/0/8
 * @param deliveryMethod resource 5/0/9
 * @param signedBootReport as the device sent it, checked by nobody; empty for none
 */
public record Device(
        String endpoint,
        boolean registered,
        Instant firstSeen,
        Instant lastSeen,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        String version,
        OptionalLong sequenceNumber,
        OptionalInt state,
        OptionalInt result,
        String lastRefusal,
        String bootReport,
        boolean supportsPrivateObject,
        List<Integer> protocols,
        OptionalInt deliveryMethod,
        DeviceHabits habits,
        Bytes signedBootReport) {
    public Device {
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(firstSeen);
        Objects.requireNonNull(lastSeen);
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        Objects.requireNonNull(version);
        Objects.requireNonNull(sequenceNumber);
        Objects.requireNonNull(state);
        Objects.requireNonNull(result);
        Objects.requireNonNull(lastRefusal);
        Objects.requireNonNull(bootReport);
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(deliveryMethod);
        Objects.requireNonNull(habits);
        Objects.requireNonNull(signedBootReport);
    }

    /** A device of which nothing is known but its endpoint name. */
    public static Device unknown(String endpoint, Instant now) {
        return new Device(
                endpoint,
                false,
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                "",
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                "",
                false,
                List.of(),
                OptionalInt.empty(),
                DeviceHabits.NONE,
                Bytes.EMPTY);
    }

    /** Takes over what a reading tells; keeps what it does not tell. */
    public Device with(DeviceReading reading, Instant now) {
        Optional<SupportReading> support = reading.support();
        return new Device(
                endpoint,
                registered,
                firstSeen,
                now,
                support.flatMap(SupportReading::vendorId).or(() -> vendorId),
                support.flatMap(SupportReading::classId).or(() -> classId),
                reading.version().isEmpty() ? version : reading.version(),
                support.map(SupportReading::sequenceNumber)
                        .filter(OptionalLong::isPresent)
                        .orElse(sequenceNumber),
                reading.state().map(s -> OptionalInt.of(s.code())).orElse(state),
                reading.result().map(r -> OptionalInt.of(r.code())).orElse(result),
                support.map(SupportReading::lastRefusal).orElse(lastRefusal),
                support.map(SupportReading::bootReport).orElse(bootReport),
                supportsPrivateObject || support.isPresent(),
                reading.protocols().isEmpty() ? protocols : reading.protocols(),
                reading.deliveryMethod().isPresent() ? reading.deliveryMethod() : deliveryMethod,
                habits,
                support.map(SupportReading::signedBootReport).orElse(signedBootReport));
    }

    public Device withHabits(DeviceHabits newHabits) {
        return with(registered, lastSeen, newHabits);
    }

    public Device withRegistered(boolean nowRegistered, Instant seen) {
        return with(nowRegistered, seen, habits);
    }

    private Device with(boolean nowRegistered, Instant seen, DeviceHabits newHabits) {
        return new Device(
                endpoint,
                nowRegistered,
                firstSeen,
                seen,
                vendorId,
                classId,
                version,
                sequenceNumber,
                state,
                result,
                lastRefusal,
                bootReport,
                supportsPrivateObject,
                protocols,
                deliveryMethod,
                newHabits,
                signedBootReport);
    }
}
