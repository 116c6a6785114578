package io.moult.suit.verify;

import io.moult.suit.manifest.ManifestSummary;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The limits within which a trust anchor is believed (RFC 6024: a key with constraints). What is not said is not limited.
 *
 * @param vendors whose devices its manifests may be for; any if empty
 * @param classes which devices; any if empty
 * @param highestSequenceNumber unsigned
 * @param notBeforeEpochSeconds judged only by a device that has a clock it trusts
 * @param notAfterEpochSeconds the same
 */
public record Constraints(
        Set<UUID> vendors,
        Set<UUID> classes,
        OptionalLong highestSequenceNumber,
        OptionalLong notBeforeEpochSeconds,
        OptionalLong notAfterEpochSeconds) {
    public static final Constraints NONE =
            new Constraints(Set.of(), Set.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    public Constraints {
        vendors = Set.copyOf(vendors);
        classes = Set.copyOf(classes);
        Objects.requireNonNull(highestSequenceNumber);
        Objects.requireNonNull(notBeforeEpochSeconds);
        Objects.requireNonNull(notAfterEpochSeconds);
    }

    /** The first limit that a manifest is beyond, in a clause for people. */
    Optional<String> brokenBy(ManifestSummary manifest, OptionalLong nowEpochSeconds) {
        if (!vendors.isEmpty() && manifest.vendorId().filter(vendors::contains).isEmpty()) {
            return Optional.of("not for this vendor");
        }
        if (!classes.isEmpty() && manifest.classId().filter(classes::contains).isEmpty()) {
            return Optional.of("not for this class");
        }
        if (highestSequenceNumber.isPresent()
                && Long.compareUnsigned(manifest.sequenceNumber(), highestSequenceNumber.getAsLong()) > 0) {
            return Optional.of(
                    "not for sequence numbers above " + Long.toUnsignedString(highestSequenceNumber.getAsLong()));
        }
        if (nowEpochSeconds.isEmpty()) {
            return Optional.empty();
        }
        long now = nowEpochSeconds.getAsLong();
        if (notBeforeEpochSeconds.isPresent() && Long.compareUnsigned(now, notBeforeEpochSeconds.getAsLong()) < 0) {
            return Optional.of("not yet valid");
        }
        if (notAfterEpochSeconds.isPresent() && Long.compareUnsigned(now, notAfterEpochSeconds.getAsLong()) > 0) {
            return Optional.of("not valid any more");
        }
        return Optional.empty();
    }
}
