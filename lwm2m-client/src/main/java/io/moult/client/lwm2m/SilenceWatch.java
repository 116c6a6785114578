package io.moult.client.lwm2m;

import io.moult.client.ContactSettings;

/**
 * How long a device may hear nothing before it asks whether its server is still there: pure, in nanoseconds of one
 * clock. Short while blocks move; each probe that is answered with nothing following doubles it, up to the idle
 * distance. Owned by the registration's thread.
 */
final class SilenceWatch {
    private final long shortestNanos;
    private final long longestNanos;
    private long allowedNanos;

    SilenceWatch(ContactSettings settings) {
        this.shortestNanos = settings.silence().toNanos();
        this.longestNanos = settings.idleProbe().toNanos();
        this.allowedNanos = longestNanos;
    }

    /** Blocks move: be alert. */
    void blocksMove() {
        allowedNanos = shortestNanos;
    }

    /** A probe was answered. */
    void probeAnswered() {
        allowedNanos = Math.min(longestNanos, allowedNanos * 2);
    }

    /** Nanoseconds until a probe is due, after so long a silence; 0 when it is. */
    long untilProbeNanos(long silentNanos) {
        return Math.max(0, allowedNanos - silentNanos);
    }
}
