package io.moult.suit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Directive;

/** Commands as JSON: a text each; an object for one that has sequences in it. */
final class CommandJson {
    private final CommandText text;

    CommandJson(CommandText text) {
        this.text = text;
    }

    void put(ArrayNode commands, CommandSequence sequence) {
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.RunSequence run) {
                put(commands.addObject().put("command", command.label()).putArray("commands"), run.sequence());
            } else if (command instanceof Directive.TryEach tryEach) {
                ArrayNode attempts = commands.addObject()
                        .put("command", command.label())
                        .put("mayAllFail", tryEach.mayAllFail())
                        .putArray("attempts");
                tryEach.attempts().forEach(attempt -> put(attempts.addArray(), attempt));
            } else {
                commands.add(text.of(command));
            }
        }
    }
}
