package io.moult.client.lwm2m;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the answer to Update or Reboot leave the device before the device goes down, and a little time pass in which a
 * lost answer can be repeated.
 */
final class Restart {
    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(2);

    private final ScheduledExecutorService scheduler;
    private final Duration delay;

    Restart(ScheduledExecutorService scheduler, Duration delay) {
        this.scheduler = scheduler;
        this.delay = delay;
    }

    /** Does the work when this answer, which must not have been sent yet, is out. */
    void after(Response answer, Runnable work) {
        AtomicBoolean begun = new AtomicBoolean();
        answer.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onSent(boolean retransmission) {
                once(begun, delay, work);
            }
        });
        // an answer that cannot be sent must not hold the update for ever
        schedule(() -> once(begun, Duration.ZERO, work), LONGEST_SENDING.plus(delay));
    }

    /** Does the work when an answer that cannot be watched will long have been sent. */
    void afterAnswerWithoutHook(Runnable work) {
        schedule(work, delay.plusMillis(500));
    }

    private void once(AtomicBoolean begun, Duration wait, Runnable work) {
        if (begun.compareAndSet(false, true)) {
            schedule(work, wait);
        }
    }

    private void schedule(Runnable work, Duration wait) {
        try {
            Future<?> unused = scheduler.schedule(() -> guarded(work), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("No restart: closed");
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("Restart: unexpected", e);
        }
    }
}
