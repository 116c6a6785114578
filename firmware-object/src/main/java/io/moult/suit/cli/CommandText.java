package io.moult.suit.cli;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ParameterCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Commands in words, for whom the names of a manifest's components are known. */
final class CommandText {
    private final Manifest manifest;

    CommandText(Manifest manifest) {
        this.manifest = manifest;
    }

    /** A line for each command; those within another are indented. */
    List<String> lines(CommandSequence sequence) {
        List<String> lines = new ArrayList<>();
        for (Command command : sequence.commands()) {
            lines.add(of(command));
            if (command instanceof Directive.RunSequence run) {
                addIndented(lines, lines(run.sequence()), "  ");
            } else if (command instanceof Directive.TryEach tryEach) {
                for (CommandSequence attempt : tryEach.attempts()) {
                    addIndented(lines, lines(attempt), "- ");
                }
                if (tryEach.mayAllFail()) {
                    lines.add("- nothing");
                }
            }
        }
        return lines;
    }

    private static void addIndented(List<String> lines, List<String> inner, String first) {
        for (int i = 0; i < inner.size(); i++) {
            lines.add((i == 0 ? first : "  ") + inner.get(i));
        }
    }

    String of(Command command) {
        if (command instanceof Directive.OverrideParameters override) {
            return "set " + ParameterText.of(override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            return "set, unless it is set already, " + ParameterText.of(set.parameters());
        } else if (command instanceof Directive.OverrideMultiple override) {
            return override.entries().stream()
                    .map(entry -> "for " + name(entry.index()) + " set " + ParameterText.of(entry.parameters()))
                    .collect(Collectors.joining("; "));
        } else if (command instanceof Directive.CopyParams copy) {
            return copy.entries().stream().map(this::copied).collect(Collectors.joining("; "));
        } else if (command instanceof Directive.SetComponentIndex set) {
            return "for " + selection(set.components()) + ":";
        }
        Optional<CommandCode> known = CommandCode.of(command.code());
        return known.map(CommandText::words)
                .orElseGet(() -> command.label() + (command.code() < 0 ? " (for the device to know)" : " (unknown)"));
    }

    private String copied(Directive.CopyParams.Entry entry) {
        return "set "
                + entry.codes().stream().map(ParameterCode::label).collect(Collectors.joining(", ")) + " as for "
                + name(entry.sourceIndex());
    }

    private String selection(ComponentSelection selection) {
        if (selection instanceof ComponentSelection.All) {
            return "each component";
        }
        return selection.indexes(List.of()).stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String name(int index) {
        return manifest.component(index).map(ComponentId::toString).orElse("component " + index);
    }

    private static String words(CommandCode code) {
        return switch (code) {
            case VENDOR_IDENTIFIER -> "check that the device is of this vendor";
            case CLASS_IDENTIFIER -> "check that the device is of this class";
            case DEVICE_IDENTIFIER -> "check that it is this one device";
            case IMAGE_MATCH -> "check that the image has the digest";
            case IMAGE_NOT_MATCH -> "check that the image does not have the digest";
            case COMPONENT_SLOT -> "check that the slot is the given one";
            case CHECK_CONTENT -> "check that the component holds the content";
            case USE_BEFORE -> "check that it is not too late";
            case DEPENDENCY_INTEGRITY -> "check that the component holds the authentic manifest of the digest";
            case IS_DEPENDENCY -> "check that the component is a dependency";
            case ABORT -> "give up";
            case MINIMUM_BATTERY -> "check that the battery is charged enough";
            case UPDATE_AUTHORIZED -> "check that the update is allowed";
            case VERSION -> "check that the component is of a version meant";
            case FETCH -> "fetch the payload";
            case WRITE -> "write the content";
            case COPY -> "copy the source component";
            case SWAP -> "exchange it with the source component";
            case INVOKE -> "run it";
            case UNLINK -> "give it up, and remove it once nobody needs it";
            case WAIT -> "wait";
            case PROCESS_DEPENDENCY -> "do what the manifest in it says here";
            case RUN_SEQUENCE -> "in a sequence of its own:";
            case TRY_EACH -> "try, until one succeeds:";
            case SET_COMPONENT_INDEX, OVERRIDE_PARAMETERS, SET_PARAMETERS, OVERRIDE_MULTIPLE, COPY_PARAMS ->
                throw new IllegalStateException(code + " has words of its own");
        };
    }
}
