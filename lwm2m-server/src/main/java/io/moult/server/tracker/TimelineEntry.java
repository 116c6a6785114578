package io.moult.server.tracker;

import java.time.Instant;
import java.util.Objects;

/** One line of an update's history. */
public record TimelineEntry(Instant at, UpdatePhase phase, String text) {
    public TimelineEntry {
        Objects.requireNonNull(at);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(text);
    }
}
