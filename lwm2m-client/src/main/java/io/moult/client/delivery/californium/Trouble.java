package io.moult.client.delivery.californium;

import java.net.URI;

/**
 * Why the fetch in progress does not come further, in words for people. Told anew when a spell of trouble begins and
 * then each time four times as many attempts have failed, so that a log that shows each change stays short. One thread
 * writes, any may read.
 */
final class Trouble {
    private static final int FACTOR = 4;

    private volatile String words = "";
    private int failures;
    private int nextTold = 1;

    /** Empty while there is none. */
    String words() {
        return words;
    }

    void over() {
        failures = 0;
        nextTold = 1;
        words = "";
    }

    /** Another attempt has failed, and the next one begins after a wait. */
    void again(URI address, String why, long offsetBytes) {
        failures++;
        if (failures < nextTold) {
            return;
        }
        nextTold = failures * FACTOR;
        String attempts = failures == 1 ? "" : " (" + failures + " attempts)";
        words = "cannot fetch " + address + ": " + why + attempts + "; " + offsetBytes
                + " octets are here, trying again";
    }

    void gaveUp(URI address, String why) {
        words = "gave up fetching " + address + ": " + why;
    }
}
