package io.moult.suit.verify;

import java.util.Objects;
import java.util.UUID;

/**
 * What a manifest is held against.
 *
 * @param minimumSequenceNumber of the running manifest, unsigned 64 bit
 * @param equalSequenceAllowed whether a manifest with exactly that number is taken: at boot yes, as an update no
 * @param slotCapacityBytes the largest image that fits
 */
public record DeviceProfile(
        UUID vendorId, UUID classId, long minimumSequenceNumber, boolean equalSequenceAllowed, long slotCapacityBytes) {
    public DeviceProfile {
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
    }
}
