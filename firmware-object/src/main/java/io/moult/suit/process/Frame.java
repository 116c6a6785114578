package io.moult.suit.process;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One command sequence while it runs: which command for which component comes next, and the parameters whose scope is the
 * sequence. Owned by one processor.
 */
final class Frame {
    /** What started the sequence: decides what a condition that fails in it means. */
    enum Kind {
        SECTION,
        TRY,
        RUN
    }

    private final ManifestNode node;
    private final Section section;
    private final boolean shared;
    private final Kind kind;
    private final CommandSequence sequence;
    private final SequenceOffsets offsets;

    private List<Integer> selection;
    private boolean everyComponent;
    private int nextCommand;
    private int nextSelected;
    private boolean soft;
    private boolean strict = true;
    /** Under a run-sequence without strict order, how many more set-component-index may come. */
    private int indexChangesLeft = Integer.MAX_VALUE;

    private Optional<Attempts> attempts = Optional.empty();
    private Optional<Completion> completion = Optional.empty();
    private final Set<ComponentId> sources = new HashSet<>();
    private final Set<ComponentId> targets = new HashSet<>();

    /** The try-each that a sequence is an attempt of. */
    record Attempts(Directive.TryEach directive, Instruction instruction, int attempt) {
        boolean hasNext() {
            return attempt + 1 < directive.attempts().size();
        }
    }

    /** What is owed when a dependency's section has been run: for which command, and a component to be removed. */
    record Completion(Instruction instruction, Optional<ComponentId> removal) {}

    /** A command for a component, as it is run. */
    record Instruction(Frame frame, Command command, int commandIndex, int componentIndex) {}

    private Frame(
            ManifestNode node,
            Section section,
            boolean shared,
            Kind kind,
            CommandSequence sequence,
            SequenceOffsets offsets,
            List<Integer> selection) {
        this.node = node;
        this.section = section;
        this.shared = shared;
        this.kind = kind;
        this.sequence = sequence;
        this.offsets = offsets;
        this.selection = List.copyOf(selection);
    }

    /** A section of a manifest, or the shared sequence before it. */
    static Frame section(ManifestNode node, Section section, boolean shared, CommandSequence sequence) {
        List<Integer> only =
                node.components().size() == 1 ? List.copyOf(node.components().keySet()) : List.of();
        return new Frame(node, section, shared, Kind.SECTION, sequence, SequenceOffsets.of(sequence), only);
    }

    /** A sequence inside this one, for one component. */
    Frame nested(Kind nestedKind, CommandSequence inner, SequenceOffsets innerOffsets, int componentIndex) {
        Frame frame = new Frame(node, section, shared, nestedKind, inner, innerOffsets, List.of(componentIndex));
        frame.soft = nestedKind == Kind.TRY;
        return frame;
    }

    /** One attempt of a try-each, for one component. */
    static Frame attempt(Attempts which) {
        Instruction instruction = which.instruction();
        Frame outer = instruction.frame();
        Frame frame = outer.nested(
                Kind.TRY,
                which.directive().attempts().get(which.attempt()),
                outer.offsets.inside(instruction.commandIndex(), which.attempt()),
                instruction.componentIndex());
        frame.attempts = Optional.of(which);
        return frame;
    }

    Frame completing(Completion owed) {
        completion = Optional.of(owed);
        return this;
    }

    Frame withIndexChanges(int allowed) {
        indexChangesLeft = allowed;
        return this;
    }

    ManifestNode node() {
        return node;
    }

    Section section() {
        return section;
    }

    boolean isShared() {
        return shared;
    }

    Kind kind() {
        return kind;
    }

    SequenceOffsets offsets() {
        return offsets;
    }

    Optional<Completion> completion() {
        return completion;
    }

    Optional<Attempts> attempts() {
        return attempts;
    }

    boolean atEnd() {
        return nextCommand >= sequence.commands().size();
    }

    /** The command to run next, for the first component of the selection if no component was chosen. */
    Instruction current() {
        int component = selection.isEmpty() ? -1 : selection.get(Math.min(nextSelected, selection.size() - 1));
        return new Instruction(this, sequence.commands().get(nextCommand), nextCommand, component);
    }

    /** Goes on to the same command for the next component, or to the next command. */
    void advanceOne() {
        nextSelected++;
        if (nextSelected >= selection.size()) {
            advanceCommand();
        }
    }

    /** Goes on to the next command, whatever the selection. */
    void advanceCommand() {
        nextSelected = 0;
        nextCommand++;
    }

    void select(List<Integer> indices, boolean all) {
        selection = List.copyOf(indices);
        everyComponent = all;
    }

    /** Whether the component index is true. */
    boolean selectsEveryComponent() {
        return everyComponent;
    }

    boolean selectsSeveral() {
        return everyComponent || selection.size() > 1;
    }

    /** Whether another set-component-index may come here. */
    boolean takeIndexChange() {
        return indexChangesLeft-- > 0;
    }

    boolean isSoft() {
        return soft;
    }

    void setSoft(boolean value) {
        soft = value;
    }

    boolean isStrict() {
        return strict;
    }

    void setStrict(boolean value) {
        strict = value;
        sources.clear();
        targets.clear();
    }

    /** Notes what a command reads and writes; false if, without strict order, one component is both. */
    boolean mayTouch(Optional<ComponentId> source, ComponentId target) {
        if (strict) {
            return true;
        }
        source.ifPresent(sources::add);
        targets.add(target);
        return targets.stream().noneMatch(sources::contains);
    }
}
