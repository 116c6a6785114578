package io.moult.boot.image;

import java.util.OptionalLong;

/**
 * The two guards against rollback, both unsigned.
 *
 * @param newerThanSequence a candidate's sequence number must be higher than this; empty for an image that was accepted
 *     before
 * @param minimumSecurityCounter the image's security counter must be this at least
 */
public record Acceptance(OptionalLong newerThanSequence, long minimumSecurityCounter) {

    /** For a candidate: the sequence number guards acceptance, the security counter the boot. */
    public static Acceptance ofCandidate(long runningSequence, long minimumSecurityCounter) {
        return new Acceptance(OptionalLong.of(runningSequence), minimumSecurityCounter);
    }

    /** For an image that was accepted before: only the security counter guards. */
    public static Acceptance ofAccepted(long minimumSecurityCounter) {
        return new Acceptance(OptionalLong.empty(), minimumSecurityCounter);
    }
}
