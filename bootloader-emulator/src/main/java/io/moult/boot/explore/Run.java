package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import io.moult.boot.flash.FlashMisuse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the software under exploration, done: what it wrote and what it came to. */
final class Run {
    private final Subject subject;
    private final String name;
    private final Machine machine;
    private final History before;
    private final Garbage garbage;
    private @Nullable BootSeen boot;
    private @Nullable Throwable failure;
    private final Action.@Nullable Kind kind;

    private Run(
            Subject subject,
            String name,
            Node from,
            Readings readings,
            Action.@Nullable Kind kind,
            Optional<Machine.Cut> cut) {
        this.subject = subject;
        this.name = name;
        this.before = from.history();
        this.kind = kind;
        Subject.Limits limits = subject.limits();
        this.machine = new Machine(
                subject.shape(), from.contents().row(), readings, limits.eraseInSameRun(), 2 * limits.operations());
        this.garbage = Garbage.at(subject.canonical(), from.contents());
        garbage.watch(machine, subject);
        cut.ifPresent(machine::arm);
    }

    static String nameOf(ResetReason reason) {
        return Step.BOOT + reason.label();
    }

    /** What runs from a node, again and again. */
    interface Repeatable {
        /** The run with certain readings, and a power cut in it if there is to be one. */
        Run with(Readings readings, Optional<Machine.Cut> cut);
    }

    static Run boot(Subject subject, Node from, ResetReason reason, Readings readings) {
        return boot(subject, from, reason).with(readings, Optional.empty());
    }

    static Repeatable boot(Subject subject, Node from, ResetReason reason) {
        return (readings, cut) -> boot(subject, from, reason, readings, cut);
    }

    static Run action(Subject subject, Node from, Action action, Readings readings) {
        return action(subject, from, action).with(readings, Optional.empty());
    }

    static Repeatable action(Subject subject, Node from, Action action) {
        return (readings, cut) -> action(subject, from, action, readings, cut);
    }

    private static Run boot(
            Subject subject, Node from, ResetReason reason, Readings readings, Optional<Machine.Cut> cut) {
        Run run = new Run(subject, nameOf(reason), from, readings, null, cut);
        try {
            run.boot = subject.boot(run.machine, reason);
        } catch (IOException | RuntimeException e) {
            run.failure = e;
        }
        return run;
    }

    private static Run action(Subject subject, Node from, Action action, Readings readings, Optional<Machine.Cut> cut) {
        Run run = new Run(subject, action.name(), from, readings, action.kind(), cut);
        run.boot = from.running().orElseThrow();
        try {
            action.run(run.machine, run.boot);
        } catch (FlashMisuse | EndlessRun | Machine.PowerGone e) {
            run.failure = e;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // refused: what was written up to here stands
        }
        return run;
    }

    /** What held garbage when it began. */
    Garbage garbage() {
        return garbage;
    }

    /** Sectors that it read with garbage in them. */
    BitSet garbageRead() {
        return machine.readBeforeErase();
    }

    List<Operation> operations() {
        return machine.operations();
    }

    Contents end() {
        return new Contents(machine.now());
    }

    Step toTheEnd() {
        return Step.toTheEnd(name, machine.readings().sequence());
    }

    Step fault(int operation, Fault fault) {
        return new Step(name, machine.readings().sequence(), operation, Optional.of(fault));
    }

    /** Whether a planned power cut ended it, and left these contents. */
    boolean wasCutTo(Contents left) {
        return failure instanceof Machine.PowerGone && end().sameAs(left);
    }

    boolean failed() {
        return failure != null;
    }

    boolean isBoot() {
        return kind == null;
    }

    BootSeen boot() {
        if (boot == null) {
            throw new IllegalStateException("the boot failed");
        }
        return boot;
    }

    /** The past as it is when a fault has fallen on an operation. */
    History historyAfter(Operation operation, Fault fault) {
        History then = kind == null ? before.cut() : before.cutDuring(kind, boot(), operation);
        boolean records = subject.shape().holdsRecords(operation.sector());
        return fault.kind() == FaultKind.NEIGHBOUR && records ? then.withRecordsLost() : then;
    }

    History historyAtEnd() {
        return kind == null ? before.after(boot(), recordsSettled()) : before.completed(kind, boot());
    }

    private boolean recordsSettled() {
        for (int sector = 0; sector < machine.now().length; sector++) {
            if (subject.shape().holdsRecords(sector) && !machine.now()[sector].settled()) {
                return false;
            }
        }
        return true;
    }

    private Observation observation() {
        return new Observation(
                subject.limits(),
                isBoot(),
                before,
                isBoot() ? Optional.ofNullable(boot) : Optional.empty(),
                Optional.ofNullable(failure),
                operations());
    }

    /** What does not hold in this run, which began at a node. */
    List<Violation> violations(Node from, List<Invariant> invariants) {
        Observation observation = observation();
        List<Violation> found = new ArrayList<>();
        for (Invariant invariant : invariants) {
            invariant
                    .broken(observation)
                    .ifPresent(detail -> found.add(new Violation(invariant.id(), detail, from.path(toTheEnd()))));
        }
        return found;
    }

    @Override
    public String toString() {
        return name + ": "
                + (failure != null ? failure : isBoot() ? boot : operations().size() + " operations");
    }
}
