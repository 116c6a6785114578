package io.moult.server.peers;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition, with a deadline. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Await() {}

    /** The value, as soon as it satisfies the condition; AssertionError with the last one at the deadline. */
    public static <T> T until(String what, Callable<T> value, Predicate<T> condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        T last = call(value);
        while (!condition.test(last)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + "; last: " + last);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            last = call(value);
        }
        return last;
    }

    private static <T> T call(Callable<T> value) {
        try {
            return value.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
