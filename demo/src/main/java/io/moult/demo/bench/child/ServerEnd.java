package io.moult.demo.bench.child;

import java.util.List;

/** The server's part of one run, of either end. Owned by the thread that reads the commands. */
public interface ServerEnd {

    /**
     * What a push came to.
     *
     * @param nanos from before the first block was sent until the last device's acceptance was known here
     * @param accepted how many devices accepted
     * @param refused a sentence for each of the others
     */
    record PushOutcome(long nanos, int accepted, List<String> refused) {

        /** Keeps a copy of the list. */
        public PushOutcome {
            refused = List.copyOf(refused);
        }
    }

    /** Listens on a free port of loopback, for these devices; returns the port. */
    int listen() throws Exception;

    /** Returns once all devices are registered and ready for a push. */
    void awaitDevices() throws Exception;

    /** Pushes this body to all devices at once and waits until each has accepted, refused or run out of time. */
    PushOutcome push(int body) throws Exception;
}
