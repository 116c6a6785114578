package io.moult.server.tracker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes offsets of pushes durable, those of all devices that wait in one transaction, and then lets them go on. For
 * plain devices, which do not tell their progress: some of them answer to nothing but the next expected block, so that
 * it must be known exactly even after a kill: that is written by a thread of its own. The others' are sampled.
 */
final class OffsetJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetJournal.class);
    private final UpdateStore store;
    private final Thread writer;
    private Map<String, Long> offsets = new HashMap<>();
    private List<Runnable> waiting = new ArrayList<>();
    private boolean closed;
    private Instant sampled = Instant.MIN;

    OffsetJournal(UpdateStore store) {
        this.store = store;
        this.writer = new Thread(this::write, "offset-journal");
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /** Writes the offset down, and then runs the rest on the journal's thread. */
    synchronized void record(String updateId, long offsetBytes, Runnable then) {
        offsets.put(updateId, offsetBytes);
        waiting.add(then);
        notifyAll();
    }

    /** Stores the offsets of all pushes under way, once a second. Called by the tracker's thread only. */
    void sample(Collection<Active> updates, Instant now) {
        if (sampled.isBefore(now.minusSeconds(1))) {
            sampled = now;
            store(updates, now);
        }
    }

    /** Stores the offsets of all pushes under way. */
    void store(Collection<Active> updates, Instant now) {
        Map<String, Long> reached = new LinkedHashMap<>();
        for (Active one : updates) {
            if (one.update().phase() == UpdatePhase.PUSHING) {
                reached.put(one.update().id(), one.seen(now).progress().offsetBytes());
            }
        }
        store.saveOffsets(reached);
    }

    private void write() {
        while (true) {
            Map<String, Long> batch;
            List<Runnable> goOn;
            synchronized (this) {
                while (waiting.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (waiting.isEmpty()) {
                    return;
                }
                batch = offsets;
                goOn = waiting;
                offsets = new HashMap<>();
                waiting = new ArrayList<>();
            }
            try {
                store.saveOffsets(batch);
            } catch (RuntimeException e) {
                // A push is worth more than the memory of how far it came.
                LOG.warn("the progress of {} pushes could not be stored: {}", batch.size(), e.getMessage());
            }
            for (Runnable next : goOn) {
                try {
                    next.run();
                } catch (RuntimeException e) {
                    LOG.warn("a push could not go on: {}", e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
