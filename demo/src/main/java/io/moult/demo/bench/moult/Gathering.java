package io.moult.demo.bench.moult;

import io.moult.server.device.DeviceHabits;
import io.moult.server.tracker.DeviceLink.PushListener;
import io.moult.server.tracker.TrackerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a number of devices said, one answer each, on any threads. */
final class Gathering {

    private final CountDownLatch open;
    private final List<String> refused = new ArrayList<>();
    private int accepted;

    Gathering(int answers) {
        open = new CountDownLatch(answers);
    }

    /** Where this device's answer to a request goes. */
    Consumer<TrackerEvent> answerOf(String endpoint) {
        return answer -> note(endpoint, answer);
    }

    /** Hears of a push to this device; the device answers the last block with success only when all is verified. */
    PushListener pushTo(String endpoint) {
        return new PushListener() {
            @Override
            public void advanced(long offsetBytes, Runnable goOn) {
                goOn.run();
            }

            @Override
            public void learnt(DeviceHabits habits) {
                // each body is pushed anew
            }

            @Override
            public void ended(TrackerEvent outcome) {
                note(endpoint, outcome);
            }
        };
    }

    /** Waits for all answers, or notes that they are missing. */
    void await(int seconds) throws InterruptedException {
        if (!open.await(seconds, TimeUnit.SECONDS)) {
            synchronized (this) {
                refused.add(open.getCount() + " devices had not answered after " + seconds + " s");
            }
        }
    }

    synchronized int accepted() {
        return accepted;
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    private void note(String endpoint, TrackerEvent outcome) {
        synchronized (this) {
            if (outcome instanceof TrackerEvent.PushCompleted || outcome instanceof TrackerEvent.Accepted) {
                accepted++;
            } else {
                refused.add(endpoint + ": " + outcome);
            }
        }
        open.countDown();
    }
}
