package io.moult.suit.codec;

import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import java.util.Optional;
import java.util.function.Function;

/** What the octets that are there so far have to say. */
public sealed interface HeadResult {
    /** Nothing can be said before the prefix has this length; it may need to grow again after that. */
    record NeedMore(int atLeastBytes) implements HeadResult {}

    /**
     * The head is all there.
     *
     * @param headLengthBytes up to the first content octet of the first payload, or the whole envelope when there is none
     * @param payload the first one; {@link #payloads} goes on from it
     * @param envelopeLengthBytes of the whole body; {@link #UNKNOWN_LENGTH} when there are several payloads
     */
    record Complete(
            Envelope envelope, int headLengthBytes, Optional<IntegratedPayload> payload, long envelopeLengthBytes)
            implements HeadResult {
        /** No length: it shows only when the last payload does. */
        public static final long UNKNOWN_LENGTH = -1;

        /** Where the payloads are, beginning with the first; empty if there are none. */
        public Optional<PayloadCursor> payloads(DecoderLimits limits) {
            return payload.map(first -> PayloadCursor.first(first, envelope.payloadCount(), limits));
        }
    }

    /** No further octets can make this an envelope. */
    record Refused(Refusal refusal) implements HeadResult {}

    default <T> T fold(Function<NeedMore, T> needMore, Function<Complete, T> complete, Function<Refused, T> refused) {
        if (this instanceof NeedMore more) {
            return needMore.apply(more);
        } else if (this instanceof Complete all) {
            return complete.apply(all);
        }
        return refused.apply((Refused) this);
    }
}
