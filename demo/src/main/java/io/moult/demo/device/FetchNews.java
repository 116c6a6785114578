package io.moult.demo.device;

import io.moult.updateobject.State;

/** Tells why a fetch does not come further, and when it does again. */
final class FetchNews {
    private final DeviceEvents events;
    private String told = "";

    FetchNews(DeviceEvents events) {
        this.events = events;
    }

    /**
     * Looks at the fetch.
     *
     * @param trouble what keeps it back, in words; empty when nothing does
     */
    void look(State state, String trouble) {
        if (trouble.equals(told)) {
            return;
        }
        if (!trouble.isEmpty()) {
            events.say("fetch-trouble", trouble);
        } else if (state == State.DOWNLOADING) {
            events.say("fetching-again", "fetching again");
        }
        told = trouble;
    }
}
