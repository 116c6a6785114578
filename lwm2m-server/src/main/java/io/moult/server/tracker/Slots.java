package io.moult.server.tracker;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** So many transfers at a time, the others in the order in which they came. Not thread-safe. */
final class Slots {
    private final int most;
    private final Set<String> holders = new LinkedHashSet<>();
    private final Set<String> queue = new LinkedHashSet<>();

    Slots(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("transfer slots: " + most);
        }
        this.most = most;
    }

    void request(String id) {
        if (!holders.contains(id)) {
            queue.add(id);
        }
    }

    void release(String id) {
        holders.remove(id);
        queue.remove(id);
    }

    /** Gives a free slot to the first in the queue. */
    Optional<String> grantNext() {
        if (holders.size() >= most || queue.isEmpty()) {
            return Optional.empty();
        }
        String next = queue.iterator().next();
        queue.remove(next);
        holders.add(next);
        return Optional.of(next);
    }
}
