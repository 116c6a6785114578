package io.moult.server.tracker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The durable updates and their timelines. Safe for any thread; written by the status tracker only. */
public interface UpdateStore {
    /** An id that no update has had. */
    String nextId();

    /** What has changed, in one transaction: all of it is durable afterwards, or none. */
    void save(List<Change> changes);

    /** Offsets of pushes under way, by update, in one transaction. */
    void saveOffsets(Map<String, Long> offsetsByUpdate);

    Optional<Update> find(String id);

    /** The newest first; of one device if the endpoint is not empty. */
    List<Update> list(String endpoint, int limit);

    List<Update> unfinished();

    /** The oldest first. */
    List<TimelineEntry> timeline(String id);

    /** An update as it is now, and what is new in its timeline. */
    record Change(Update update, List<TimelineEntry> news) {
        public Change {
            news = List.copyOf(news);
        }
    }
}
