package io.moult.transfer.californium;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one CoAP endpoint, for all stages of Scandium and Californium. What a stage hands to the next one stays
 * on its thread and runs as soon as the task at hand is done; what comes from elsewhere waits for a free thread. A block
 * then wakes one thread at each end where stock executors wake five, one for each stage.
 *
 * <p>Nothing that runs here may wait for the answer to a request of its own: the task that would bring it may be queued
 * behind the one that waits.
 */
public final class RelayExecutor extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RelayExecutor.class);

    /** So many daemon threads of this name. */
    public RelayExecutor(int threads, String name) {
        super(threads, runners(name));
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory runners(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> new Runner(work, name + "-" + number.incrementAndGet());
    }

    /** A thread that knows what was handed to it. */
    private static final class Runner extends Thread {
        /** What this thread has still to run. */
        private final Queue<Runnable> relayed = new ArrayDeque<>();

        /** Whose tasks it is at; none while it is at a timer's. */
        private @Nullable RelayExecutor busyFor;

        Runner(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() instanceof Runner runner && runner.busyFor == this && !isShutdown()) {
            runner.relayed.add(task);
        } else {
            super.execute(() -> runAll(task));
        }
    }

    private void runAll(Runnable first) {
        Runner runner = (Runner) Thread.currentThread();
        runner.busyFor = this;
        try {
            for (Runnable next = first; next != null; next = runner.relayed.poll()) {
                run(next);
            }
        } finally {
            runner.busyFor = null;
            runner.relayed.clear();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of a CoAP endpoint failed", e);
        }
    }
}
