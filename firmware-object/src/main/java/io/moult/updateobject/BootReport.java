package io.moult.updateobject;

import java.util.Objects;

/**
 * What the bootloader tells the application, and the application the status tracker, of the boot that led here
 * (architecture section 8: boot data).
 *
 * @param event what the bootloader did in this boot
 * @param detail one clause for people: why a revert or a recovery; empty otherwise
 * @param resetReason why there was a boot at all: {@code power}, {@code request}, {@code watchdog} or {@code crash}
 * @param version the running image's version as {@code suit-set-version} says, such as {@code 2.0.0}; empty if not set
 * @param sequenceNumber the running manifest's sequence number, unsigned 64 bit
 * @param securityCounter the security counter, unsigned 64 bit
 * @param attempts trial boots spent on the running image
 */
public record BootReport(
        Event event,
        String detail,
        String resetReason,
        String version,
        long sequenceNumber,
        long securityCounter,
        int attempts) {

    /** What the bootloader did. */
    public enum Event {
        /** Booted a confirmed image. */
        NORMAL,
        /** Booted an image on trial: to be confirmed, or it is reverted. */
        TRIAL,
        /** Gave an unconfirmed image up and booted the one before. */
        REVERTED,
        /** Found the candidate bad before any swap and kept the running image. */
        CANDIDATE_REFUSED,
        /** Found no image that verifies. */
        RECOVERY
    }

    public BootReport {
        Objects.requireNonNull(event);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(resetReason);
        Objects.requireNonNull(version);
    }
}
