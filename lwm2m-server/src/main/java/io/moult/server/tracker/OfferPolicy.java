package io.moult.server.tracker;

import io.moult.server.repository.Release;
import java.util.Optional;
import java.util.UUID;

/**
 * The server's half of the double check (R9): a release is not offered to a device of another vendor or class. The
 * device decides for itself all the same.
 */
public final class OfferPolicy {
    private OfferPolicy() {}

    /** Why a release is not offered, or empty. What one of both does not tell cannot be compared. */
    public static Optional<String> refusal(Release release, Optional<UUID> vendorId, Optional<UUID> classId) {
        if (differ(release.vendorId(), vendorId)) {
            return Optional.of("vendor-mismatch: the release is for vendor "
                    + release.vendorId().orElseThrow() + ", the device is of vendor " + vendorId.orElseThrow());
        }
        if (differ(release.classId(), classId)) {
            return Optional.of("class-mismatch: the release is for class "
                    + release.classId().orElseThrow() + ", the device is of class " + classId.orElseThrow());
        }
        return Optional.empty();
    }

    private static boolean differ(Optional<UUID> wanted, Optional<UUID> actual) {
        return wanted.isPresent() && actual.isPresent() && !wanted.equals(actual);
    }
}
