package io.moult.boot.explore;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How to explore.
 *
 * @param depth the most faults on one way; {@link #UNBOUNDED} for a closure: any number
 * @param damages the most bits that rot, and sectors that get stuck, on one way
 * @param stateLimit gives up, incomplete, beyond this many states
 * @param graph whether the state graph is kept, to be drawn
 * @param progress takes a line now and then
 * @param nanoClock such as {@code System::nanoTime}
 */
public record ExploreSettings(
        FaultModel faults,
        List<Invariant> invariants,
        int depth,
        int damages,
        int threads,
        int stateLimit,
        boolean graph,
        Consumer<String> progress,
        LongSupplier nanoClock) {
    /** No bound: until nothing new is reached. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    public ExploreSettings {
        Objects.requireNonNull(faults);
        invariants = List.copyOf(invariants);
        if (depth < 0 || damages < 0 || threads < 1 || stateLimit < 1) {
            throw new IllegalArgumentException(
                    "depth " + depth + ", damages " + damages + ", threads " + threads + ", states " + stateLimit);
        }
    }
}
