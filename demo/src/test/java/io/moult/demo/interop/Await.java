package io.moult.demo.interop;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that is generous and a message that says what was seen instead. */
final class Await {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    /** Waits until the condition holds; AssertionError with what was seen when it does not within 60 s. */
    static void until(String what, Callable<Boolean> condition, Supplier<String> seen) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (Exception e) {
                throw new AssertionError("while waiting for " + what, e);
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for " + what + "; seen: " + seen.get());
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    static void until(String what, Callable<Boolean> condition) {
        until(what, condition, () -> "nothing more is known");
    }
}
