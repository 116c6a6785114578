package io.moult.boot.explore;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    final LongAdder triples = new LongAdder();
    private final Map<FaultKind, LongAdder> planned = adders();
    private final Map<FaultKind, LongAdder> fired = adders();
    final LongAdder transitions = new LongAdder();
    final LongAdder runs = new LongAdder();
    final LongAdder cutShort = new LongAdder();
    final LongAdder cutsRepeated = new LongAdder();
    final LongAdder cutsUnlike = new LongAdder();
    final LongAdder mergesChecked = new LongAdder();
    final LongAdder mergesWrong = new LongAdder();
    final LongAccumulator longestRun = new LongAccumulator(Math::max, 0);
    final LongAccumulator mostErases = new LongAccumulator(Math::max, 0);
    private final Set<Fingerprint> operations = ConcurrentHashMap.newKeySet();
    private final AtomicInteger violations = new AtomicInteger();
    private final Queue<Violation> kept = new ConcurrentLinkedQueue<>();

    private static Map<FaultKind, LongAdder> adders() {
        Map<FaultKind, LongAdder> adders = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            adders.put(kind, new LongAdder());
        }
        return adders;
    }

    private static void count(Map<FaultKind, LongAdder> adders, Fault fault) {
        Objects.requireNonNull(adders.get(fault.kind())).increment();
    }

    private static Map<FaultKind, Long> sums(Map<FaultKind, LongAdder> adders) {
        Map<FaultKind, Long> sums = new EnumMap<>(FaultKind.class);
        adders.forEach((kind, adder) -> {
            if (adder.sum() > 0) {
                sums.put(kind, adder.sum());
            }
        });
        return sums;
    }

    /**
     * Lets a planned fault befall an operation; the sector as it leaves it. It has fired if that sector shows it: where the
     * power went before, it is as it was; else it is not, and not as the whole operation leaves it, unless the power went
     * after.
     */
    Sector inject(Fault fault, Operation operation) {
        count(planned, fault);
        Sector left = fault.on(operation);
        boolean nothing = left.sameAs(operation.target());
        boolean everything = left.sameAs(operation.done());
        boolean shown = switch (fault.kind()) {
            case BEFORE -> nothing;
            case AFTER -> everything && !nothing;
            default -> !nothing && !everything;
        };
        if (shown) {
            count(fired, fault);
        }
        return left;
    }

    /** The same for what befalls a sector at rest. */
    Sector inject(Fault fault, Sector sector) {
        count(planned, fault);
        Sector left = fault.changed(sector);
        if (!left.sameAs(sector)) {
            count(fired, fault);
        }
        return left;
    }

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
        Operation.erases(run.operations()).values().forEach(mostErases::accumulate);
    }

    int violations() {
        return violations.get();
    }

    List<Violation> kept() {
        return List.copyOf(kept);
    }

    Figures figures(long states, int greatestDepth, boolean complete, long nanoseconds) {
        return new Figures(
                triples.sum(),
                sums(planned),
                sums(fired),
                states,
                transitions.sum(),
                greatestDepth,
                complete && cutShort.sum() == 0,
                runs.sum(),
                (int) longestRun.get(),
                (int) mostErases.get(),
                cutsRepeated.sum(),
                cutsUnlike.sum(),
                mergesChecked.sum(),
                mergesWrong.sum(),
                violations.get(),
                nanoseconds);
    }
}
