package io.moult.server.tracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has changed since the last commit, and who waits for it to be durable. What cannot be stored is kept and tried
 * again. Used by the tracker's thread only.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private final DeviceRegistry devices;
    private final UpdateStore store;
    private final Map<String, UpdateStore.Change> changes = new LinkedHashMap<>();
    private final List<Reply<?>> replies = new ArrayList<>();
    private boolean storing = true;

    Ledger(DeviceRegistry devices, UpdateStore store) {
        this.devices = devices;
        this.store = store;
    }

    private record Reply<T>(CompletableFuture<T> to, T result) {
        void tell() {
            to.complete(result);
        }
    }

    /** An update as it is now, and what is new in its timeline. */
    void note(Update update, List<TimelineEntry> news) {
        UpdateStore.Change earlier = changes.get(update.id());
        List<TimelineEntry> all = new ArrayList<>(earlier == null ? List.of() : earlier.news());
        all.addAll(news);
        changes.put(update.id(), new UpdateStore.Change(update, all));
    }

    <T> void tellWhenDurable(CompletableFuture<T> to, T result) {
        replies.add(new Reply<>(to, result));
    }

    void commit() {
        List<Reply<?>> pending = List.copyOf(replies);
        replies.clear();
        try {
            devices.persist();
            if (!changes.isEmpty()) {
                store.save(List.copyOf(changes.values()));
                changes.clear();
            }
            pending.forEach(Reply::tell);
            storing = true;
        } catch (RuntimeException e) {
            pending.forEach(reply -> reply.to().completeExceptionally(e));
            if (storing) {
                LOG.warn("the updates cannot be stored, and are tried again until they can: {}", e.getMessage());
            }
            storing = false;
        }
    }
}
