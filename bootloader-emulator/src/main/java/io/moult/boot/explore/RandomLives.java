package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Ways through the states that a seed chooses, with up to a certain number of faults each, for devices too large to be
 * explored wholly. After its last fault a way goes on for some boots without one. The same seed gives the same ways.
 */
public final class RandomLives {
    private static final int RUNS_PER_FAULT = 4;
    private static final int RUNS_AFTER = 4;

    private final Subject subject;
    private final ExploreSettings settings;
    private final Canonical canonical;
    private final Tally tally = new Tally();
    private final Set<Fingerprint> states = new HashSet<>();
    private final Set<Fingerprint> triples = new HashSet<>();

    public RandomLives(Subject subject, ExploreSettings settings) {
        this.subject = subject;
        this.settings = settings;
        this.canonical = subject.canonical();
    }

    /** Leads so many lives. */
    public Exploration lead(int lives, long seed) throws IOException {
        long began = settings.nanoClock().getAsLong();
        SplittableRandom seeds = new SplittableRandom(seed);
        int deepest = 0;
        for (int life = 0; life < lives; life++) {
            deepest = Math.max(deepest, live(seeds.split()));
        }
        long nanoseconds = settings.nanoClock().getAsLong() - began;
        return new Exploration(
                subject.title() + ", " + lives + " random lives of seed " + seed,
                tally.figures(states.size(), deepest, true, nanoseconds),
                tally.kept(),
                new StateGraph());
    }

    private int live(SplittableRandom random) throws IOException {
        Node node = Node.first(subject.manufactured());
        int after = RUNS_AFTER;
        for (int runs = 0; runs < RUNS_PER_FAULT * settings.depth() && after > 0; runs++) {
            states.add(node.key(canonical));
            Run run = next(node, random);
            tally.ran(run);
            tally.transitions.increment();
            run.violations(node, settings.invariants()).forEach(tally::violated);
            boolean more = node.faults() < settings.depth();
            after -= more ? 0 : 1;
            node = more && !run.operations().isEmpty() && random.nextInt(RUNS_PER_FAULT) > 0
                    ? faulted(node, run, random)
                    : node.after(run);
        }
        return node.faults();
    }

    private Run next(Node node, SplittableRandom random) throws IOException {
        Readings readings = Readings.random(random.split());
        if (node.running().isPresent() && random.nextInt(RUNS_PER_FAULT) > 0) {
            Machine look = new Machine(subject.shape(), node.contents().row(), new Readings(), false, 0);
            List<Action> actions = subject.actions(look, node.running().get());
            if (!actions.isEmpty()) {
                return Run.action(subject, node, actions.get(random.nextInt(actions.size())), readings);
            }
        }
        List<ResetReason> resets = subject.resets();
        return Run.boot(subject, node, resets.get(random.nextInt(resets.size())), readings);
    }

    /** A kind first, for some are many and others few. */
    private static Fault chosen(List<Fault> faults, SplittableRandom random) {
        List<FaultKind> kinds = faults.stream().map(Fault::kind).distinct().toList();
        FaultKind kind = kinds.get(random.nextInt(kinds.size()));
        List<Fault> ofKind =
                faults.stream().filter(fault -> fault.kind() == kind).toList();
        return ofKind.get(random.nextInt(ofKind.size()));
    }

    private Node faulted(Node node, Run run, SplittableRandom random) {
        int index = random.nextInt(run.operations().size());
        Operation operation = run.operations().get(index);
        List<Fault> faults = settings.faults().of(operation, subject.shape());
        if (faults.isEmpty()) {
            return node.after(run);
        }
        Fault fault = chosen(faults, random);
        Sector left = tally.inject(fault, operation);
        Fingerprint triple = Fingerprint.builder()
                .add(canonical.of(new Contents(operation.before())))
                .add(operation.sector())
                .add(operation.fromBytes())
                .add(operation.lengthBytes() * 2L + (operation.isErase() ? 1 : 0))
                .add(fault.hashCode())
                .done();
        if (triples.add(triple)) {
            tally.triples.increment();
        }
        History then = run.historyAfter(operation, fault);
        return node.off(new Contents(operation.with(left)), then, run.fault(index, fault));
    }
}
