package io.moult.server.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes offsets of pushes durable, those of all devices that wait in one transaction, and then lets them go on. For
 * plain devices, which do not tell their progress: some of them answer to nothing but the next expected block, so that
 * it must be known exactly even after a kill. Has one thread.
 */
final class OffsetJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetJournal.class);
    private final UpdateStore store;
    private final Thread writer;
    private Map<String, Long> offsets = new HashMap<>();
    private List<Runnable> waiting = new ArrayList<>();
    private boolean closed;

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
