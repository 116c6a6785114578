package io.moult.client.delivery;

import io.moult.suit.verify.Refusal;
import java.util.Objects;

/** How a fetch ended. */
public sealed interface FetchResult {
    /** The whole body was stored. */
    record Complete(long lengthBytes) implements FetchResult {}

    /** The sink wanted no more. */
    record Stopped() implements FetchResult {}

    /** The connection was given up, after all retries. What was stored remains good. */
    record Interrupted(String detail) implements FetchResult {
        public Interrupted {
            Objects.requireNonNull(detail);
        }
    }

    /** There is nothing to be had at that address. */
    record Refused(Refusal refusal) implements FetchResult {
        public Refused {
            Objects.requireNonNull(refusal);
        }
    }
}
