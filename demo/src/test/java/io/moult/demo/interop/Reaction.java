package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/** What a scripted device does with one request. A closed set. */
sealed interface Reaction {
    /** The plain object answers. */
    record AsUsual() implements Reaction {}

    /**
     * This answer instead of the object's own; the object never sees the request.
     *
     * @param code the response code
     * @param payload octets of the payload
     * @param contentFormat of the payload, or -1
     * @param block1 the Block1 option to put in, if any
     */
    record Answer(ResponseCode code, Bytes payload, int contentFormat, Optional<Incoming.Block> block1)
            implements Reaction {}

    /** It is dealt with as said, but the answer (and acknowledgement) is lost on the way. */
    record AnswerLost(Reaction handled) implements Reaction {}

    /** The request itself is lost on the way: nobody saw it. */
    record RequestLost() implements Reaction {}

    /** As said, and right after the answer has gone out, something else. */
    record Then(Reaction first, Runnable afterwards) implements Reaction {}

    static Reaction asUsual() {
        return new AsUsual();
    }

    static Reaction answer(ResponseCode code) {
        return new Answer(code, Bytes.EMPTY, -1, Optional.empty());
    }

    static Reaction answer(ResponseCode code, String text) {
        return new Answer(code, Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)), 0, Optional.empty());
    }

    static Reaction answerLost() {
        return new AnswerLost(asUsual());
    }

    static Reaction requestLost() {
        return new RequestLost();
    }
}
