package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What must hold between the parts of a manifest, whatever device it is for: an author's tool asks before signing, a
 * decoder after reading. Says nothing of whether a device supports any of it.
 */
public final class ManifestRules {
    private final SortedSet<Integer> indexes;

    private ManifestRules(Manifest manifest) {
        this.indexes = manifest.componentIndexes();
    }

    /** The first rule that is broken, in a clause for people; empty if none is. */
    public static Optional<String> brokenBy(Manifest manifest) {
        try {
            check(manifest);
            return Optional.empty();
        } catch (CborException e) {
            return Optional.of(e.detail());
        }
    }

    static void check(Manifest manifest) throws CborException {
        ManifestRules rules = new ManifestRules(manifest);
        if (!manifest.sharedSequence().commands().isEmpty()) {
            rules.checkSection(manifest.sharedSequence(), "shared sequence");
        }
        for (Section section : Section.values()) {
            Optional<CommandSequence> sequence = manifest.sequence(section);
            if (sequence.isPresent()) {
                rules.checkSection(sequence.get(), section.label());
            }
        }
    }

    /** A sequence that is in no other. */
    private void checkSection(CommandSequence sequence, String where) throws CborException {
        checkSequence(sequence, where, false);
        requireSelectionFirst(sequence, where);
    }

    /**
     * Section 6.1: with more than one component or dependency, each sequence begins with set-component-index. Override-multiple, being
     * set-component-index and override-parameters in one (draft-ietf-suit-update-management-14 section 5.7), does as well.
     * Sequences within others begin where those have come to.
     */
    private void requireSelectionFirst(CommandSequence sequence, String where) throws CborException {
        if (indexes.size() < 2) {
            return;
        }
        Command first = sequence.commands().get(0);
        if (!(first instanceof Directive.SetComponentIndex) && !(first instanceof Directive.OverrideMultiple)) {
            throw CborException.malformed(where + " does not begin with set-component-index, and there are "
                    + indexes.size() + " components");
        }
    }

    private void checkSequence(CommandSequence sequence, String where, boolean nested) throws CborException {
        if (sequence.commands().isEmpty()) {
            throw CborException.malformed(where + " has a sequence without commands");
        }
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.SetComponentIndex set) {
                checkSelection(set.components(), where);
            } else if (command instanceof Directive.OverrideParameters override) {
                checkParameters(override.parameters(), where, nested);
            } else if (command instanceof Directive.SetParameters set) {
                checkParameters(set.parameters(), where, nested);
            } else if (command instanceof Directive.OverrideMultiple override) {
                for (Directive.OverrideMultiple.Entry entry : override.entries()) {
                    requireComponent(entry.index(), "a component of override-multiple in " + where);
                    checkParameters(entry.parameters(), where, nested);
                }
            } else if (command instanceof Directive.CopyParams copy) {
                for (Directive.CopyParams.Entry entry : copy.entries()) {
                    requireComponent(entry.sourceIndex(), "a source of copy-params in " + where);
                }
            } else if (command instanceof Directive.RunSequence run) {
                checkSequence(run.sequence(), where, true);
            } else if (command instanceof Directive.TryEach tryEach) {
                for (CommandSequence attempt : tryEach.attempts()) {
                    checkSequence(attempt, where, true);
                }
            }
        }
    }

    private void checkSelection(ComponentSelection selection, String where) throws CborException {
        if (selection instanceof ComponentSelection.All) {
            return;
        }
        for (int index : selection.indexes(indexes)) {
            requireComponent(index, "a component index in " + where);
        }
    }

    /** Section 8.4.8.15: soft-failure is set in try-each and run-sequence only. */
    private void checkParameters(Parameters parameters, String where, boolean nested) throws CborException {
        if (!nested && parameters.find(Parameter.SoftFailure.class).isPresent()) {
            throw CborException.malformed("soft-failure set in " + where + ", outside of try-each and run-sequence");
        }
        Optional<Parameter.SourceComponent> source = parameters.find(Parameter.SourceComponent.class);
        if (source.isPresent()) {
            requireComponent(source.get().index(), "a source-component in " + where);
        }
    }

    private void requireComponent(long index, String what) throws CborException {
        if (index != (int) index || !indexes.contains((int) index)) {
            throw CborException.malformed(what + " is " + index + ", and the components have " + indexes);
        }
    }
}
