package io.moult.client;

import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.CoapCode;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one thread at a time into the consumer, and none any more once it is closed. What cannot be kept must not be
 * promised: when the storage fails under a request, its server hears 5.03.
 */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    private static final Reply CLOSING = new Reply(CoapCode.SERVICE_UNAVAILABLE, "closing");
    private static final Reply STORAGE_FAILED =
            new Reply(CoapCode.SERVICE_UNAVAILABLE, RefusalReason.STORAGE_FAILED.label());

    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /** Does some work; if that is not possible, returns what {@code otherwise} makes of the reason. */
    <T> T take(Supplier<T> work, Function<Reply, T> otherwise) {
        lock.lock();
        try {
            return closed ? otherwise.apply(CLOSING) : work.get();
        } catch (UncheckedIOException e) {
            LOG.error("Storage: {}", e.getMessage());
            return otherwise.apply(STORAGE_FAILED);
        } finally {
            lock.unlock();
        }
    }

    Reply take(Supplier<Reply> work) {
        return take(work, why -> why);
    }

    /** The last turn. */
    void close(Runnable work) {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                work.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
