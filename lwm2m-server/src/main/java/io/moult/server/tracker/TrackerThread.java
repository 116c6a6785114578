package io.moult.server.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the updates. In each round it takes what has come in, then does what every round does, the
 * last of which makes the outcome durable, and only then lets the effects happen.
 */
final class TrackerThread {
    private static final Logger LOG = LoggerFactory.getLogger(TrackerThread.class);
    private static final long TICK_MILLIS = 100;
    private static final int MOST_AT_ONCE = 1000;
    private static final long STOP_MILLIS = 5_000;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final List<Consumer<CommandRunner>> effects = new ArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable Thread owner;

    /** For the next round; what comes before the start waits. Called on any thread, never blocks. */
    void post(Runnable work) {
        inbox.add(work);
    }

    /** For the end of this round. Called on this thread only. */
    void onceDurable(Consumer<CommandRunner> effect) {
        effects.add(effect);
    }

    void start(CommandRunner commands, List<Runnable> eachRound) {
        Thread thread = new Thread(() -> run(commands, eachRound), "status-tracker");
        thread.setDaemon(true);
        owner = thread;
        thread.start();
    }

    private void run(CommandRunner commands, List<Runnable> eachRound) {
        while (!closed) {
            try {
                Runnable first = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                List<Runnable> batch = new ArrayList<>();
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch, MOST_AT_ONCE);
                }
                batch.forEach(TrackerThread::guarded);
                eachRound.forEach(TrackerThread::guarded);
                List<Consumer<CommandRunner>> now = List.copyOf(effects);
                effects.clear();
                now.forEach(effect -> guarded(() -> effect.accept(commands)));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // Whatever it is: a tracker that is gone would leave all updates waiting for ever.
            LOG.warn("the status tracker met a problem: {}", e.toString(), e);
        }
    }

    /** Ends it; true if it has ended, so that what it owned may be touched. */
    boolean stop() {
        closed = true;
        Thread thread = owner;
        if (thread == null) {
            return true;
        }
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
