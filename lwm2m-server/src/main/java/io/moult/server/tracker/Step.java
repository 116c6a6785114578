package io.moult.server.tracker;

import java.util.List;
import java.util.Objects;

/** What came of an event: the update as it is now, what is to be done, and what is new in its timeline. */
public record Step(Update update, List<TrackerCommand> commands, List<TimelineEntry> news) {
    public Step {
        Objects.requireNonNull(update);
        commands = List.copyOf(commands);
        news = List.copyOf(news);
    }

    static Step none(Update update) {
        return new Step(update, List.of(), List.of());
    }

    static Step quietly(Update update, TrackerCommand... commands) {
        return new Step(update, List.of(commands), List.of());
    }
}
