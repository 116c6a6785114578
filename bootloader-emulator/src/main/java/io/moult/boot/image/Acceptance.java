package io.moult.boot.image;

import java.util.OptionalLong;

/**
 * The two guards against rollback, both unsigned.
 *
 * @param newerThanSequence a candidate's sequence number must be higher than this; empty for a set that was accepted
 *     before
 * @param minimumSecurityCounter the set's security counter must be this at least
 * @param golden whether these are golden images, which are written once: they are believed on the word of whoever the
 *     device was made to believe, whatever has changed since
 */
public record Acceptance(OptionalLong newerThanSequence, long minimumSecurityCounter, boolean golden) {
    /** For sets that are no golden ones. */
    public Acceptance(OptionalLong newerThanSequence, long minimumSecurityCounter) {
        this(newerThanSequence, minimumSecurityCounter, false);
    }

    /** For a candidate: the sequence number guards acceptance, the security counter the boot. */
    public static Acceptance ofCandidate(long runningSequence, long minimumSecurityCounter) {
        return new Acceptance(OptionalLong.of(runningSequence), minimumSecurityCounter);
    }

    /** For a set that was accepted before: only the security counter guards. */
    public static Acceptance ofAccepted(long minimumSecurityCounter) {
        return new Acceptance(OptionalLong.empty(), minimumSecurityCounter);
    }

    /** For golden images: no number guards them, for they run in recovery only, where nobody else can. */
    public static Acceptance ofGolden() {
        return new Acceptance(OptionalLong.empty(), 0, true);
    }
}
