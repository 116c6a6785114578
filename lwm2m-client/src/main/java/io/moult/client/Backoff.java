package io.moult.client;

import java.time.Duration;

/** How long to wait before the next attempt: doubles from a first delay to a longest one. Owned by one thread. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The delay before the next attempt. */
    public Duration next() {
        Duration delay = next;
        Duration doubled = delay.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return delay;
    }

    /** Starts again at the first delay: an attempt succeeded. */
    public void reset() {
        next = first;
    }
}
