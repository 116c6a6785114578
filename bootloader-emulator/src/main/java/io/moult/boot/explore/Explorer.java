package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Visits every state that a device can be brought into, breadth first by the number of faults. In each state the device
 * boots, for every reason and every reading of what is unsettled; where an application runs, it does each of the things
 * that it may do. Each program and erase of these runs is recorded with the state before it; the state after each fault
 * is derived from that state and the operation, without running anything again, and visited in its turn unless it was
 * before. Without a bound on the number of faults this ends when nothing new is reached: then every state that any
 * number of faults leads to has been visited.
 *
 * <p>States that differ only in what nobody reads are one to the exploration. That nobody does is held against every run:
 * see {@link Garbage}.
 *
 * <p>A fault triple is a (state, operation, fault). It is counted once, whatever ways lead to it, and only if the fault
 * has an effect of its own there: neither nothing at all nor the whole operation, unless just that is the fault.
 */
public final class Explorer {
    private static final int SEQUENCES_OF_READINGS = 20_000;
    private static final int MERGES_PER_CHECK = 64;
    private static final int CUTS_PER_REPETITION = 128;
    private static final long PROGRESS_NANOSECONDS = 5_000_000_000L;

    private final Subject subject;
    private final ExploreSettings settings;
    private final Canonical canonical;
    private final Tally tally = new Tally();
    private final StateGraph graph = new StateGraph();
    private final ConcurrentMap<Fingerprint, Node> visited = new ConcurrentHashMap<>();
    private final ConcurrentMap<Fingerprint, Boolean> expanded = new ConcurrentHashMap<>();
    private final AtomicInteger states = new AtomicInteger();
    private final long began;
    private long lastProgress;

    public Explorer(Subject subject, ExploreSettings settings) {
        this.subject = subject;
        this.settings = settings;
        this.canonical = subject.canonical();
        this.began = settings.nanoClock().getAsLong();
        this.lastProgress = began;
    }

    /** What one worker finds in one round. */
    private record Found(List<Node> sameDepth, List<Node> nextDepth) {
        Found() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(Node node, int depth) {
            (node.faults() == depth ? sameDepth : nextDepth).add(node);
        }
    }

    public Exploration explore() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(settings.threads());
        try {
            Found first = new Found();
            visit(Node.first(subject.manufactured()), 0, first);
            List<Node> frontier = first.sameDepth();
            int depth = 0;
            int greatest = 0;
            while (!frontier.isEmpty() && states.get() < settings.stateLimit()) {
                List<Node> next = new ArrayList<>();
                while (!frontier.isEmpty() && states.get() < settings.stateLimit()) {
                    Found found = round(workers, frontier, depth);
                    frontier = found.sameDepth();
                    next.addAll(found.nextDepth());
                    report(depth, frontier.size() + next.size());
                }
                greatest = depth;
                depth++;
                frontier = next;
            }
            long nanoseconds = settings.nanoClock().getAsLong() - began;
            Figures figures = tally.figures(states.get(), greatest, frontier.isEmpty(), nanoseconds);
            return new Exploration(subject.title(), figures, tally.kept(), graph);
        } finally {
            workers.shutdownNow();
        }
    }

    private void report(int depth, int waiting) {
        long now = settings.nanoClock().getAsLong();
        if (now - lastProgress > PROGRESS_NANOSECONDS) {
            lastProgress = now;
            settings.progress()
                    .accept(String.format(
                            Locale.ROOT,
                            "%s: depth %d, %,d states, %,d waiting, %,d triples, %d violations",
                            subject.title(),
                            depth,
                            states.get(),
                            waiting,
                            tally.triples.sum(),
                            tally.violations()));
        }
    }

    private Found round(ExecutorService workers, List<Node> frontier, int depth) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Found>> parts = new ArrayList<>();
        for (int worker = 0; worker < settings.threads(); worker++) {
            parts.add(workers.submit(() -> {
                Found found = new Found();
                for (int i = next.getAndIncrement(); i < frontier.size(); i = next.getAndIncrement()) {
                    expand(frontier.get(i), depth, found);
                }
                return found;
            }));
        }
        Found all = new Found();
        for (Future<Found> part : parts) {
            try {
                Found found = part.get();
                all.sameDepth().addAll(found.sameDepth());
                all.nextDepth().addAll(found.nextDepth());
            } catch (ExecutionException e) {
                throw new IllegalStateException("the exploration itself failed", e.getCause());
            }
        }
        return all;
    }

    private void expand(Node node, int depth, Found found) throws Exception {
        if (node.running().isEmpty()) {
            for (ResetReason reason : subject.resets()) {
                runs(Run.boot(subject, node, reason), node, depth, found);
            }
            boolean more = node.history().damages() < settings.damages();
            if (more && depth < settings.depth() && settings.faults().knowsRest()) {
                damage(node, depth, found);
            }
            return;
        }
        visit(node.idle(), depth, found);
        Machine look = new Machine(subject.shape(), node.contents().row(), new Readings(), false, 0);
        for (Action action : subject.actions(look, node.running().get())) {
            runs(Run.action(subject, node, action), node, depth, found);
        }
    }

    /** The run with every sequence of readings. */
    private void runs(Run.Repeatable repeatable, Node node, int depth, Found found) {
        Readings readings = new Readings();
        int sequences = 0;
        do {
            if (sequences++ == SEQUENCES_OF_READINGS) {
                tally.cutShort.increment();
                return;
            }
            Run run = repeatable.with(readings, Optional.empty());
            tally.ran(run);
            run.violations(node, settings.invariants()).forEach(tally::violated);
            follow(run, repeatable, node, depth, found);
        } while (readings.next());
    }

    private void follow(Run run, Run.Repeatable repeatable, Node node, int depth, Found found) {
        Garbage garbage = run.garbage();
        for (Operation operation : run.operations()) {
            garbage = garbage.after(operation);
        }
        if (!run.garbageRead().isEmpty()) {
            misjudged("sectors " + run.garbageRead() + " are read with garbage in them", node, run.toTheEnd());
        }
        garbage.counting(run.end()).ifPresent(what -> misjudged(what, node, run.toTheEnd()));
        if (!run.failed()) {
            visit(node.after(run), depth, found);
        }
        if (depth < settings.depth()) {
            interrupt(run, repeatable, node, depth, found);
        }
    }

    private void interrupt(Run run, Run.Repeatable repeatable, Node node, int depth, Found found) {
        Garbage garbage = run.garbage();
        List<Operation> operations = run.operations();
        Contents before = operations.isEmpty()
                ? run.end()
                : new Contents(operations.get(0).before());
        Fingerprint from = canonical.of(before);
        for (int i = 0; i < operations.size(); i++) {
            Contents after = i + 1 < operations.size()
                    ? new Contents(operations.get(i + 1).before())
                    : run.end();
            Fingerprint to = canonical.of(after);
            faults(run, repeatable, i, new Moment(from, to, garbage), node, depth, found);
            from = to;
            garbage = garbage.after(operations.get(i));
        }
    }

    /** Not the software's fault, but the explorer's: it has taken two states for one that are not. */
    private void misjudged(String what, Node node, Step step) {
        tally.violated(new Violation("the exploration itself", what, node.path(step)));
    }

    private record Moment(Fingerprint from, Fingerprint to, Garbage garbage) {
        Fingerprint of(Operation operation) {
            return Fingerprint.builder()
                    .add(from)
                    .add(to)
                    .add(operation.sector())
                    .add(operation.fromBytes())
                    .add(operation.lengthBytes() * 2L + (operation.isErase() ? 1 : 0))
                    .done();
        }
    }

    private void faults(
            Run run, Run.Repeatable repeatable, int index, Moment moment, Node node, int depth, Found found) {
        Operation operation = run.operations().get(index);
        Fingerprint met = moment.of(operation);
        boolean counts = tally.firstMet(met);
        Fingerprint.Builder withPast = Fingerprint.builder().add(met);
        run.historyAfter(operation, new Fault(FaultKind.BEFORE, 0, 0)).into(withPast);
        moment.garbage().into(withPast);
        if (expanded.putIfAbsent(withPast.done(), Boolean.TRUE) != null) {
            return;
        }
        List<Fault> faults = settings.faults().of(operation, subject.shape());
        long sample = met.low();
        for (Fault fault : faults) {
            Contents left = new Contents(operation.with(tally.inject(fault, operation)));
            if (counts && sample++ % CUTS_PER_REPETITION == 0) {
                repeat(run, repeatable, new Machine.Cut(index, fault), left);
            }
            Step step = run.fault(index, fault);
            moment.garbage().after(operation, fault).counting(left).ifPresent(what -> misjudged(what, node, step));
            visit(node.off(left, run.historyAfter(operation, fault), step), depth, found);
        }
        if (counts) {
            tally.triples.add(faults.size());
        }
    }

    /** The run once more, and now the power goes in the middle of it: that must leave what was derived. */
    private void repeat(Run run, Run.Repeatable repeatable, Machine.Cut cut, Contents derived) {
        Readings same = Readings.of(run.toTheEnd().readings());
        tally.cutsRepeated.increment();
        if (!repeatable.with(same, Optional.of(cut)).wasCutTo(derived)) {
            tally.cutsUnlike.increment();
        }
    }

    private void damage(Node node, int depth, Found found) {
        Sector[] row = node.contents().row();
        Fingerprint state = canonical.of(node.contents());
        for (int sector = 0; sector < row.length; sector++) {
            List<Fault> faults =
                    settings.faults().atRest(row[sector], subject.shape().isFuse(sector));
            Fingerprint met =
                    Fingerprint.builder().add(state).add(-1).add(sector).done();
            if (tally.firstMet(met)) {
                tally.triples.add(faults.size());
            }
            for (Fault fault : faults) {
                Sector[] damaged = row.clone();
                damaged[sector] = tally.inject(fault, row[sector]);
                History then = node.history().damaged(fault, subject.shape().holdsRecords(sector));
                Step step = new Step(Step.REST, List.of(), sector, Optional.of(fault));
                visit(node.off(new Contents(damaged), then, step), depth, found);
            }
        }
    }

    private void visit(Node node, int depth, Found found) {
        tally.transitions.increment();
        Fingerprint key = node.key(canonical);
        Node known = visited.putIfAbsent(key, node);
        if (settings.graph()) {
            draw(node, known == null);
        }
        if (known == null) {
            if (node.running().isEmpty()) {
                states.incrementAndGet();
            }
            found.add(node, depth);
        } else if (key.low() % MERGES_PER_CHECK == 0 && node.running().isEmpty()) {
            checkMerge(known, node);
        }
    }

    private void draw(Node node, boolean isNew) {
        String to = subject.label(node.contents());
        if (isNew && node.running().isEmpty()) {
            graph.state(to);
        }
        node.step()
                .ifPresent(step -> node.parent()
                        .ifPresent(from -> graph.arrow(
                                subject.label(from.contents()),
                                to,
                                step.run(),
                                step.fault().isPresent())));
    }

    /** Two states that are one by their canonical form must behave as one: both are booted, and compared. */
    private void checkMerge(Node known, Node other) {
        Canonical exact = Canonical.exact();
        boolean comparable = known.contents().settled() && other.contents().settled();
        if (!comparable || exact.of(known.contents()).equals(exact.of(other.contents()))) {
            return;
        }
        ResetReason reason = subject.resets().get(0);
        Run one = Run.boot(subject, known, reason, new Readings());
        Run two = Run.boot(subject, other, reason, new Readings());
        boolean alike = one.failed() == two.failed() && canonical.of(one.end()).equals(canonical.of(two.end()));
        if (alike && !one.failed()) {
            alike = one.boot().looksLike(two.boot());
        }
        tally.mergesChecked.increment();
        if (!alike) {
            tally.mergesWrong.increment();
        }
    }
}
