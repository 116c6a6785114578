package io.moult.suit.process;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Runs sequences one command at a time: a stack of {@link Frame}s instead of calls, so that it can stop wherever something
 * is needed from outside and go on from there. Owned by one processor.
 */
final class Interpreter {
    private final Machine machine;
    private final ProcessLog log;
    private final ConditionEvaluator conditions;
    private final ParameterDirectives parameterDirectives;
    private final DependencyDirectives dependencies;
    private final ComponentDirectives componentDirectives;

    private final Deque<Frame> stack = new ArrayDeque<>();
    private Deque<Section> sectionsLeft = new ArrayDeque<>();

    /** A need, and the command that has it. */
    record Waiting(Step.Need need, Frame.Instruction instruction) {}

    Interpreter(Machine machine, ProcessLog log) {
        this.machine = machine;
        this.log = log;
        this.conditions = new ConditionEvaluator(machine.view());
        this.parameterDirectives = new ParameterDirectives(machine.parameters());
        this.dependencies = new DependencyDirectives(machine);
        this.componentDirectives = new ComponentDirectives(machine, dependencies);
    }

    /** Begins a procedure. */
    void begin(List<Section> procedure) {
        machine.begin(procedure);
        stack.clear();
        sectionsLeft = new ArrayDeque<>(procedure);
    }

    /** Runs up to the next need; empty when the procedure is complete. */
    Optional<Waiting> run() throws CommandFailure, IOException {
        while (!stack.isEmpty() || openNextSection()) {
            Frame frame = stack.element();
            if (frame.atEnd()) {
                stack.pop();
                ended(frame);
            } else {
                Optional<Waiting> waiting = step(frame);
                if (waiting.isPresent()) {
                    return waiting;
                }
            }
        }
        return Optional.empty();
    }

    /** What was waited for has come about: the command has succeeded, unless it looks again and still waits. */
    Optional<Waiting> satisfied(Waiting waiting) throws CommandFailure, IOException {
        Frame.Instruction instruction = waiting.instruction();
        try {
            ComponentId component = ParameterDirectives.componentAt(instruction.frame(), instruction.componentIndex());
            Directive.Operation directive = (Directive.Operation) instruction.command();
            if (directive instanceof Directive.Wait) {
                Optional<Step.Need> still = componentDirectives.run(directive, instruction, component);
                if (still.isPresent()) {
                    return Optional.of(new Waiting(still.get(), instruction));
                }
            } else if (directive instanceof Directive.Fetch) {
                componentDirectives.fetched(directive, instruction, component);
            }
        } catch (CommandFailure failure) {
            log.failed(instruction, failure.measured());
            throw failure;
        }
        log.succeeded(instruction);
        return Optional.empty();
    }

    /** Each section begins without parameters and behind the shared sequence. */
    private boolean openNextSection() {
        while (!sectionsLeft.isEmpty()) {
            Section section = sectionsLeft.remove();
            ManifestNode root = machine.root();
            Optional<CommandSequence> sequence = root.manifest().sequence(section);
            if (sequence.isPresent()) {
                machine.parameters().clear();
                root.beginSection();
                push(Frame.section(root, section, false, sequence.get()));
                return true;
            }
        }
        return false;
    }

    /** A section of a manifest is pushed with the shared sequence before it. */
    private void push(Frame section) {
        stack.push(section);
        ManifestNode node = section.node();
        if (!node.manifest().sharedSequence().commands().isEmpty()) {
            stack.push(
                    Frame.section(node, section.section(), true, node.manifest().sharedSequence()));
        }
    }

    private void ended(Frame frame) throws CommandFailure, IOException {
        if (frame.kind() == Frame.Kind.SECTION && !frame.isShared()) {
            dependencies.requireProcessed(frame);
        }
        if (frame.completion().isPresent()) {
            Frame.Completion owed = frame.completion().get();
            if (owed.removal().isPresent()) {
                dependencies.remove(owed.removal().get(), owed.instruction().command());
            }
            log.succeeded(owed.instruction());
        }
    }

    private Optional<Waiting> step(Frame frame) throws CommandFailure, IOException {
        Frame.Instruction instruction = frame.current();
        try {
            machine.takeStep();
            Optional<Step.Need> need = execute(frame, instruction);
            if (need.isPresent()) {
                return need.map(what -> new Waiting(what, instruction));
            }
            if (stack.peek() == frame) {
                log.succeeded(instruction);
            }
        } catch (CommandFailure failure) {
            log.failed(instruction, failure.measured());
            if (!failure.isCondition() || !frame.isSoft()) {
                throw failure;
            }
            softFailure(frame, failure);
        } catch (IOException trouble) {
            log.failed(instruction, Parameters.EMPTY);
            throw trouble;
        }
        return Optional.empty();
    }

    /** A condition failed where that ends no more than its sequence. */
    private void softFailure(Frame frame, CommandFailure failure) throws CommandFailure {
        stack.pop();
        if (frame.attempts().isEmpty()) {
            return;
        }
        Frame.Attempts attempts = frame.attempts().get();
        if (attempts.hasNext()) {
            stack.push(Frame.attempt(
                    new Frame.Attempts(attempts.directive(), attempts.instruction(), attempts.attempt() + 1)));
        } else if (!attempts.directive().mayAllFail()) {
            // the directive itself fails now, and that no soft failure holds back
            log.failed(attempts.instruction(), Parameters.EMPTY);
            throw CommandFailure.abort(failure.refusal());
        }
    }

    private Optional<Step.Need> execute(Frame frame, Frame.Instruction instruction) throws CommandFailure, IOException {
        Command command = instruction.command();
        if (command instanceof Directive.SetComponentIndex set) {
            frame.advanceCommand();
            select(frame, set.components());
            return Optional.empty();
        }
        if (command instanceof Directive.OverrideMultiple override) {
            frame.advanceCommand();
            parameterDirectives.overrideMultiple(frame, override);
            return Optional.empty();
        }
        frame.advanceOne();
        ComponentId component = ParameterDirectives.componentAt(frame, instruction.componentIndex());
        if (command instanceof Condition condition) {
            check(condition, instruction, component);
        } else if (command instanceof Directive.TryEach tryEach) {
            stack.push(Frame.attempt(new Frame.Attempts(tryEach, instruction, 0)));
        } else if (command instanceof Directive.RunSequence run) {
            runSequence(frame, run, instruction);
        } else if (command instanceof Directive.OverrideParameters override) {
            parameterDirectives.override(frame, component, override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            parameterDirectives.setIfUnset(frame, component, set.parameters());
        } else if (command instanceof Directive.CopyParams copy) {
            parameterDirectives.copy(frame, component, copy);
        } else if (command instanceof Directive.Operation operation) {
            return operate(operation, instruction, component);
        } else {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_COMMAND, command.label());
        }
        return Optional.empty();
    }

    private Optional<Step.Need> operate(
            Directive.Operation operation, Frame.Instruction instruction, ComponentId component)
            throws CommandFailure, IOException {
        Frame frame = instruction.frame();
        if (frame.isShared()) {
            throw CommandFailure.abort(RefusalReason.MALFORMED, operation.label() + " in the shared sequence");
        }
        if (operation instanceof Directive.ProcessDependency) {
            boolean skipped = frame.selectsEveryComponent() && !frame.node().isDependency(instruction.componentIndex());
            if (!skipped) {
                dependencies.process(instruction, component).ifPresent(this::push);
            }
            return Optional.empty();
        }
        if (operation instanceof Directive.Unlink) {
            dependencies.unlink(instruction, component).ifPresent(this::push);
            return Optional.empty();
        }
        return componentDirectives.run(operation, instruction, component);
    }

    private void check(Condition condition, Frame.Instruction instruction, ComponentId component)
            throws CommandFailure, IOException {
        boolean dependency = instruction.frame().node().isDependency(instruction.componentIndex());
        Parameters parameters = machine.parameters().of(component);
        if (condition instanceof Condition.DependencyIntegrity) {
            dependencies.checkIntegrity(instruction, component);
        } else {
            conditions.check(condition, component, dependency, parameters);
        }
        if (dependency && condition instanceof Condition.ImageMatch) {
            parameters
                    .find(Parameter.ImageDigest.class)
                    .ifPresent(digest ->
                            instruction.frame().node().keepMatched(instruction.componentIndex(), digest.value()));
        }
        log.measured(instruction, consumed(condition, parameters));
    }

    /** What a condition that holds has proven to be so on this device. */
    private static Parameters consumed(Condition condition, Parameters parameters) {
        List<Parameter> found = new ArrayList<>();
        for (Parameter parameter : parameters.all()) {
            boolean consumed = condition instanceof Condition.ImageMatch
                    ? parameter instanceof Parameter.ImageDigest
                    : parameter.code() == condition.code()
                            && (condition instanceof Condition.VendorIdentifier
                                    || condition instanceof Condition.ClassIdentifier
                                    || condition instanceof Condition.DeviceIdentifier
                                    || condition instanceof Condition.ComponentSlot);
            if (consumed) {
                found.add(parameter);
            }
        }
        return new Parameters(found);
    }

    private static void select(Frame frame, ComponentSelection selection) throws CommandFailure {
        if (!frame.takeIndexChange()) {
            throw CommandFailure.abort(
                    RefusalReason.MALFORMED, "set-component-index in a run-sequence without strict order");
        }
        List<Integer> indices = selection.indexes(frame.node().components().keySet());
        for (int index : indices) {
            ParameterDirectives.componentAt(frame, index);
        }
        frame.select(indices, selection instanceof ComponentSelection.All);
    }

    /** Without strict order, each run must name its own component at once, or be given it (section 6.7). */
    private void runSequence(Frame frame, Directive.RunSequence run, Frame.Instruction instruction)
            throws CommandFailure {
        Frame nested = frame.nested(
                Frame.Kind.RUN,
                run.sequence(),
                frame.offsets().inside(instruction.commandIndex(), 0),
                instruction.componentIndex());
        if (!frame.isStrict()) {
            boolean given = frame.selectsSeveral();
            boolean named = run.sequence().commands().stream()
                    .findFirst()
                    .filter(Directive.SetComponentIndex.class::isInstance)
                    .isPresent();
            if (!given && !named) {
                throw CommandFailure.abort(
                        RefusalReason.MALFORMED,
                        "a run-sequence without strict order does not begin with set-component-index");
            }
            nested.withIndexChanges(given ? 0 : 1);
        }
        stack.push(nested);
    }
}
