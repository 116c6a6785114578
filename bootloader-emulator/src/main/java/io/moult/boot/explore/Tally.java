package io.moult.boot.explore;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts, shared by the workers of an exploration. */
final class Tally {
    private static final int KEPT_VIOLATIONS = 100;

    final LongAdder planned = new LongAdder();
    final LongAdder fired = new LongAdder();
    final LongAdder transitions = new LongAdder();
    final LongAdder runs = new LongAdder();
    final LongAdder cutShort = new LongAdder();
    final LongAdder mergesChecked = new LongAdder();
    final LongAdder mergesWrong = new LongAdder();
    final LongAccumulator longestRun = new LongAccumulator(Math::max, 0);
    final LongAccumulator mostErases = new LongAccumulator(Math::max, 0);
    private final Set<Fingerprint> operations = ConcurrentHashMap.newKeySet();
    private final AtomicInteger violations = new AtomicInteger();
    private final Queue<Violation> kept = new ConcurrentLinkedQueue<>();

    /** Whether this operation on this state is met for the first time. */
    boolean firstMet(Fingerprint operation) {
        return operations.add(operation);
    }

    void violated(Violation violation) {
        if (violations.incrementAndGet() <= KEPT_VIOLATIONS) {
            kept.add(violation);
        }
    }

    void ran(Run run) {
        runs.increment();
        longestRun.accumulate(run.operations().size());
        int[] erases = new int[256];
        for (Operation operation : run.operations()) {
            if (operation.isErase()) {
                mostErases.accumulate(++erases[operation.sector() & 0xff]);
            }
        }
    }

    int violations() {
        return violations.get();
    }

    List<Violation> kept() {
        return List.copyOf(kept);
    }

    Figures figures(long states, int greatestDepth, boolean complete, long nanoseconds) {
        return new Figures(
                fired.sum(),
                planned.sum(),
                fired.sum(),
                states,
                transitions.sum(),
                greatestDepth,
                complete && cutShort.sum() == 0,
                runs.sum(),
                (int) longestRun.get(),
                (int) mostErases.get(),
                mergesChecked.sum(),
                mergesWrong.sum(),
                violations.get(),
                nanoseconds);
    }
}
