package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the steps of a cut path again: each run as it was, each fault where it was. Every fault must fire; a path that
 * does not fit the device is refused with the step at which it does not.
 */
public final class Replay {
    private final Subject subject;
    private final List<Invariant> invariants;
    private final List<String> told = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    public Replay(Subject subject, List<Invariant> invariants) {
        this.subject = subject;
        this.invariants = List.copyOf(invariants);
    }

    /**
     * What a replay came to.
     *
     * @param steps a line for each step
     * @param violations what was broken on the way
     */
    public record Result(List<String> steps, List<Violation> violations) {
        public Result {
            steps = List.copyOf(steps);
            violations = List.copyOf(violations);
        }
    }

    /** IllegalArgumentException for a path that cannot be taken. */
    public Result of(String path) throws IOException {
        Node node = Node.first(subject.manufactured());
        for (String text : path.split(",", -1)) {
            Step step = Step.parse(text);
            node = step.run().equals(Step.REST) ? rest(node, step) : run(node, step);
        }
        return new Result(told, violations);
    }

    private Node rest(Node node, Step step) {
        Fault fault = step.fault().orElseThrow(() -> refused(step, "no fault"));
        Sector[] row = node.contents().row().clone();
        if (step.operation() < 0 || step.operation() >= row.length) {
            throw refused(step, "there are " + row.length + " sectors");
        }
        row[step.operation()] = fault.changed(row[step.operation()]);
        told.add(step + ": sector " + step.operation() + ": " + fault.kind().label());
        History then = node.history().damaged(fault, subject.shape().holdsRecords(step.operation()));
        return node.off(new Contents(row), then, step);
    }

    private Node run(Node node, Step step) throws IOException {
        Readings readings = Readings.of(step.readings());
        Run run = step.run().startsWith(Step.BOOT)
                ? Run.boot(subject, node, reason(step), readings)
                : Run.action(subject, node, action(node, step), readings);
        if (step.fault().isPresent()) {
            return faulted(node, run, step, step.fault().get());
        }
        violations.addAll(run.violations(node, invariants));
        told.add(step + ": " + run.operations().size() + " operations; " + run);
        return node.after(run);
    }

    private Node faulted(Node node, Run run, Step step, Fault fault) {
        List<Operation> operations = run.operations();
        if (step.operation() < 0 || step.operation() >= operations.size()) {
            throw refused(step, "the run has " + operations.size() + " operations; the fault did not fire");
        }
        Operation operation = operations.get(step.operation());
        Sector left = fault.on(operation);
        if (fault.kind() != FaultKind.BEFORE && left.sameAs(operation.target())) {
            throw refused(step, "the fault has no effect on: " + operation);
        }
        told.add(step + ": " + fault.kind().label() + " at operation " + step.operation() + " of " + operations.size()
                + ": " + operation);
        return node.off(new Contents(operation.with(left)), run.historyAfter(operation, fault), step);
    }

    private ResetReason reason(Step step) {
        for (ResetReason reason : ResetReason.values()) {
            if (Run.nameOf(reason).equals(step.run())) {
                return reason;
            }
        }
        throw refused(step, "no reason for a reset");
    }

    private Action action(Node node, Step step) throws IOException {
        BootSeen boot = node.running().orElseThrow(() -> refused(step, "no application runs"));
        Machine look = new Machine(subject.shape(), node.contents().row(), new Readings(), false, 0);
        Optional<Action> action = subject.actions(look, boot).stream()
                .filter(one -> one.name().equals(step.run()))
                .findFirst();
        return action.orElseThrow(() -> refused(step, "the application cannot do that now"));
    }

    private static IllegalArgumentException refused(Step step, String why) {
        return new IllegalArgumentException("step \"" + step + "\" cannot be taken: " + why);
    }
}
