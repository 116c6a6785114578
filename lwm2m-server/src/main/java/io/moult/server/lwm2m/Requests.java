package io.moult.server.lwm2m;

import io.moult.server.tracker.TrackerEvent;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.exception.ClientSleepingException;
import org.eclipse.leshan.core.request.exception.InvalidResponseException;
import org.eclipse.leshan.core.request.exception.TimeoutException;
import org.eclipse.leshan.core.request.exception.UnconnectedPeerException;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.registration.Registration;

/** Sends LwM2M requests and turns what goes wrong into one sentence. Exactly one call of the outcome follows. */
final class Requests {
    static final String UNREADABLE = "the device's answer could not be read";
    private final LeshanServer server;
    private final long timeoutMillis;

    Requests(LeshanServer server, long timeoutMillis) {
        this.server = server;
        this.timeoutMillis = timeoutMillis;
    }

    /** What became of a request. */
    interface Outcome<T> {
        void answered(T response);

        void failed(TrackerEvent.NoAnswer why);
    }

    <T extends LwM2mResponse> void send(Registration registration, DownlinkRequest<T> request, Outcome<T> outcome) {
        try {
            server.send(registration, request, timeoutMillis, outcome::answered, error -> outcome.failed(why(error)));
        } catch (RuntimeException e) {
            outcome.failed(why(e));
        }
    }

    private static TrackerEvent.NoAnswer why(Exception error) {
        if (error instanceof ClientSleepingException) {
            return new TrackerEvent.NoAnswer("the device sleeps", false);
        }
        if (error instanceof UnconnectedPeerException) {
            return new TrackerEvent.NoAnswer("there is no DTLS connection to the device", false);
        }
        if (error instanceof TimeoutException) {
            return new TrackerEvent.NoAnswer("the device did not answer", true);
        }
        if (error instanceof InvalidResponseException) {
            return new TrackerEvent.NoAnswer(UNREADABLE, true);
        }
        return new TrackerEvent.NoAnswer("a request failed (" + error.getClass().getSimpleName() + ")", true);
    }
}
