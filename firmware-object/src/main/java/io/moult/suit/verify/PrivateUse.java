package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.Set;
import java.util.TreeSet;

/** The commands and parameters for private use that a manifest has, by their numbers. */
record PrivateUse(Set<Long> commands, Set<Long> parameters) {
    static PrivateUse of(Manifest manifest) {
        PrivateUse found = new PrivateUse(new TreeSet<>(), new TreeSet<>());
        found.visit(manifest.sharedSequence());
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(found::visit);
        }
        return found;
    }

    private void visit(CommandSequence sequence) {
        for (Command command : sequence.commands()) {
            if (command instanceof CustomCommand custom) {
                commands.add(custom.code());
            } else if (command instanceof Directive.OverrideParameters override) {
                visit(override.parameters());
            } else if (command instanceof Directive.SetParameters set) {
                visit(set.parameters());
            } else if (command instanceof Directive.OverrideMultiple override) {
                override.entries().forEach(entry -> visit(entry.parameters()));
            } else if (command instanceof Directive.CopyParams copy) {
                copy.entries()
                        .forEach(entry -> entry.codes().stream()
                                .filter(code -> code <= CustomCommand.HIGHEST_CODE)
                                .forEach(parameters::add));
            } else if (command instanceof Directive.RunSequence run) {
                visit(run.sequence());
            } else if (command instanceof Directive.TryEach tryEach) {
                tryEach.attempts().forEach(this::visit);
            }
        }
    }

    private void visit(Parameters set) {
        set.all().stream()
                .filter(Parameter.Custom.class::isInstance)
                .map(Parameter::code)
                .forEach(parameters::add);
    }
}
