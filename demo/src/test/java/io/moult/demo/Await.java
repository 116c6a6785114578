package io.moult.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Awaits a condition, with a deadline. */
public final class Await {
    private Await() {}

    public static void until(String what, Duration deadline, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + deadline + " in vain: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
