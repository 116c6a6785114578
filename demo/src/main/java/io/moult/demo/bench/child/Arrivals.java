package io.moult.demo.bench.child;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Names that arrive one by one on any thread, and someone who waits until a number of them is there. */
public final class Arrivals {

    private final Lock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Set<String> names = new HashSet<>();

    /** Notes that this name is there; a second time changes nothing. */
    public void add(String name) {
        lock.lock();
        try {
            names.add(name);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns once so many are there.
     *
     * @throws TimeoutException when they are not there in time, with the number of those that are
     */
    public void await(int wanted, int seconds, String what) throws InterruptedException, TimeoutException {
        lock.lock();
        try {
            long leftNanos = TimeUnit.SECONDS.toNanos(seconds);
            while (names.size() < wanted) {
                if (leftNanos <= 0) {
                    throw new TimeoutException(
                            "after " + seconds + " s only " + names.size() + " of " + wanted + " " + what);
                }
                leftNanos = arrived.awaitNanos(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
