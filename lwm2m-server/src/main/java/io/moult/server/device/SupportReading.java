package io.moult.server.device;

import io.moult.bytes.Bytes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a device's private object said, see {@link io.moult.updateobject.UpdateSupportObject}.
 *
 * @param resumeOffsetBytes octets of the package body that the device holds durably
 * @param bodyIdentity which body that is, empty for none
 * @param lastRefusal label and detail, empty for none
 * @param bootReport the boot report as JSON, empty for none
 * @param sequenceNumber of the running manifest, unsigned
 * @param signedBootReport as the device sent it; empty for none
 */
public record SupportReading(
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        long resumeOffsetBytes,
        Bytes bodyIdentity,
        String lastRefusal,
        String bootReport,
        OptionalLong sequenceNumber,
        Bytes signedBootReport) {
    public SupportReading {
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        Objects.requireNonNull(bodyIdentity);
        Objects.requireNonNull(lastRefusal);
        Objects.requireNonNull(bootReport);
        Objects.requireNonNull(sequenceNumber);
        Objects.requireNonNull(signedBootReport);
    }
}
