package io.moult.boot.explore;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run, as an invariant sees it.
 *
 * @param boot what a boot came to; empty for an application's run and for a boot that failed
 * @param isBoot whether the run is a boot
 * @param failure what the software threw
 * @param before what was known of the past when the run began
 * @param operations the run's writes, in order
 */
public record Observation(
        Subject.Limits limits,
        boolean isBoot,
        History before,
        Optional<BootSeen> boot,
        Optional<Throwable> failure,
        List<Operation> operations) {

    public Observation {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(before);
        Objects.requireNonNull(boot);
        Objects.requireNonNull(failure);
    }

    /** The boot, if it ended with a release that runs. */
    public Optional<BootSeen> started() {
        return boot.filter(BootSeen::started);
    }
}
