package io.moult.demo.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for what can only be seen from outside, by looking again and again until a deadline. */
final class Waiting {
    private static final int LOOK_AGAIN_MILLIS = 20;

    private final LongSupplier nanoTime;
    private final CountDownLatch never = new CountDownLatch(1);
    private Look<String> trouble = Optional::empty;

    Waiting(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A question to the outside. */
    @FunctionalInterface
    interface Look<T> {
        Optional<T> look() throws Exception;
    }

    /** What makes all waiting vain: when this sees something, the story is broken. */
    void unless(Look<String> newTrouble) {
        trouble = newTrouble;
    }

    /** Looks until something is seen; {@link StoryBroken} with the words when the deadline passes. */
    <T> T until(String what, Duration deadline, Look<T> look) throws Exception {
        Optional<T> seen = within(deadline, look);
        return seen.orElseThrow(() -> new StoryBroken("waited " + deadline.toSeconds() + " s in vain: " + what));
    }

    /** Looks until something is seen or the deadline passes. */
    <T> Optional<T> within(Duration deadline, Look<T> look) throws Exception {
        long end = nanoTime.getAsLong() + deadline.toNanos();
        while (true) {
            Optional<T> seen = look.look();
            if (seen.isPresent() || nanoTime.getAsLong() >= end) {
                return seen;
            }
            Optional<String> broken = trouble.look();
            if (broken.isPresent()) {
                throw new StoryBroken(broken.get());
            }
            if (never.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("never came");
            }
        }
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }
}
