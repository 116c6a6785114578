package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentTable;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads off a manifest, without running it, which commands act on which components. Which component is meant is settled by
 * the text alone; whether a command is reached is not, so this is the most that can happen.
 */
public final class ManifestWalk {
    private final Map<Integer, ComponentId> components;
    private final Set<CommandUse> uses = new LinkedHashSet<>();

    private ManifestWalk(Map<Integer, ComponentId> components) {
        this.components = components;
    }

    /** @param prefix stands before the identifiers, in a dependency */
    public static Set<CommandUse> uses(Manifest manifest, Optional<ComponentId> prefix) {
        ManifestWalk walk = new ManifestWalk(ComponentTable.of(manifest, prefix));
        List<Integer> all = List.copyOf(walk.components.keySet());
        List<Integer> first = all.size() == 1 ? all : List.of();
        walk.visit(manifest.sharedSequence(), first);
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(sequence -> walk.visit(sequence, first));
        }
        return walk.uses;
    }

    private void visit(CommandSequence sequence, List<Integer> from) {
        List<Integer> selected = from;
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.SetComponentIndex set) {
                selected = set.components().indexes(components.keySet());
            } else if (command instanceof Directive.OverrideMultiple override) {
                for (Directive.OverrideMultiple.Entry entry : override.entries()) {
                    sources(entry.parameters());
                    selected = List.of(entry.index());
                }
            } else if (command instanceof Directive.OverrideParameters override) {
                sources(override.parameters());
            } else if (command instanceof Directive.SetParameters set) {
                sources(set.parameters());
            } else if (command instanceof Directive.RunSequence run) {
                visit(run.sequence(), selected);
            } else if (command instanceof Directive.TryEach tryEach) {
                for (CommandSequence attempt : tryEach.attempts()) {
                    visit(attempt, selected);
                }
            } else if (command instanceof Directive.Operation) {
                CommandCode code = CommandCode.of(command.code()).orElseThrow();
                selected.forEach(index -> add(code, index));
            }
        }
    }

    /** Whoever names a component as a source reads it by copy or alters it by swap. */
    private void sources(Parameters parameters) {
        parameters
                .find(Parameter.SourceComponent.class)
                .filter(source -> source.index() >= 0 && source.index() <= Integer.MAX_VALUE)
                .ifPresent(source -> add(CommandCode.COPY, (int) source.index()));
    }

    private void add(CommandCode command, int index) {
        ComponentId component = components.get(index);
        if (component != null) {
            uses.add(new CommandUse(command, component));
        }
    }
}
