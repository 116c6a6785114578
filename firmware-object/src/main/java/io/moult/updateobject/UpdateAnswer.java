package io.moult.updateobject;

import io.moult.transfer.CoapCode;
import java.util.Objects;

/** What the server is answered, when the event was a request of its own. */
public sealed interface UpdateAnswer {
    /** 2.04; for a block, whatever the receiver of blocks answers. For events that are no request, nothing. */
    record Proceed() implements UpdateAnswer {}

    /** This code, with this diagnostic payload. */
    record Refuse(CoapCode code, String diagnostic) implements UpdateAnswer {
        public Refuse {
            Objects.requireNonNull(code);
            Objects.requireNonNull(diagnostic);
        }
    }
}
