package io.moult.suit.verify;

import io.moult.suit.manifest.ManifestSummary;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a believed manifest is for this device, now: vendor, class, sequence number, size, as far as it says so before
 * it runs; {@link Capabilities.Shape} decides what it has to say. The identifiers are public and say what fits, never who
 * anybody is.
 */
final class Applicability {
    private Applicability() {}

    static Optional<Refusal> check(ManifestSummary summary, DeviceProfile device) {
        return summary.vendorId()
                .flatMap(vendorId -> checkVendor(vendorId, device))
                .or(() -> summary.classId().flatMap(classId -> checkClass(classId, device)))
                .or(() -> RollbackGuard.check(summary.sequenceNumber(), device))
                .or(() ->
                        summary.imageSizeBytes().stream().boxed().findFirst().flatMap(size -> checkSize(size, device)));
    }

    private static Optional<Refusal> checkVendor(UUID vendorId, DeviceProfile device) {
        return vendorId.equals(device.vendorId())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.VENDOR_MISMATCH,
                        "the manifest is for vendor " + vendorId + ", this device is of " + device.vendorId()));
    }

    private static Optional<Refusal> checkClass(UUID classId, DeviceProfile device) {
        return classId.equals(device.classId())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.CLASS_MISMATCH,
                        "the manifest is for class " + classId + ", this device is of " + device.classId()));
    }

    private static Optional<Refusal> checkSize(long sizeBytes, DeviceProfile device) {
        return Long.compareUnsigned(sizeBytes, device.slotCapacityBytes()) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.SLOT_TOO_SMALL,
                        "the image has " + Long.toUnsignedString(sizeBytes) + " octets, the slot takes "
                                + device.slotCapacityBytes()));
    }
}
