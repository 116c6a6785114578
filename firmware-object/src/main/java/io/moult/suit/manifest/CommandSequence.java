package io.moult.suit.manifest;

import java.util.List;

/** Commands in the order in which they run. */
public record CommandSequence(List<Command> commands) {
    public static final CommandSequence EMPTY = new CommandSequence(List.of());

    public CommandSequence {
        commands = List.copyOf(commands);
    }

    public static CommandSequence of(Command... commands) {
        return new CommandSequence(List.of(commands));
    }
}
