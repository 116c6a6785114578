package io.moult.demo.device;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How a run of the device may be ended from any thread; the device's own thread waits for it. */
final class PowerSwitch {
    private final LinkedBlockingQueue<Ending> words = new LinkedBlockingQueue<>();
    private volatile boolean off;

    /** Restarts the device soon; returns at once. */
    void end(Ending ending) {
        words.add(ending);
    }

    /** Switches it off for good. */
    void switchOff() {
        off = true;
        words.add(new Ending.SwitchedOff());
    }

    /** Waits for the first word. */
    Ending await() throws InterruptedException {
        return off ? new Ending.SwitchedOff() : words.take();
    }

    /** Waits for the first word, but no longer than this. */
    Optional<Ending> await(Duration atMost) throws InterruptedException {
        return off
                ? Optional.of(new Ending.SwitchedOff())
                : Optional.ofNullable(words.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** A new run begins: what was said to the one before counts no more. */
    void beginRun() {
        words.clear();
        if (off) {
            words.add(new Ending.SwitchedOff());
        }
    }
}
