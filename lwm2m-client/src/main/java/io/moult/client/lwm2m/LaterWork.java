package io.moult.client.lwm2m;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread of a client for what happens later: notifications, resets, deadlines. */
final class LaterWork {
    private final ScheduledExecutorService scheduler;
    private volatile @Nullable Thread thread;

    LaterWork(String endpoint) {
        this.scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "firmware-" + endpoint);
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Whether this very work is what is running: it cannot wait for its own end. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Nothing new begins; what runs is interrupted. */
    void stop() {
        scheduler.shutdownNow();
    }

    /** False when something still runs after this time. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return scheduler.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
