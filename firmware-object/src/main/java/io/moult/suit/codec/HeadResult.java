package io.moult.suit.codec;

import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.Optional;
import java.util.function.Function;

/** What the octets that are there so far have to say. */
public sealed interface HeadResult {
    /** Nothing can be said before the prefix has this length; it may need to grow again after that. */
    record NeedMore(int atLeastBytes) implements HeadResult {}

    /**
     * The head is all there.
     *
     * @param headLengthBytes up to the first content octet of the payload, or the whole envelope when there is none
     * @param envelopeLengthBytes of the whole body
     */
    record Complete(
            Envelope envelope, int headLengthBytes, Optional<IntegratedPayload> payload, long envelopeLengthBytes)
            implements HeadResult {
        /** A refusal if the body turned out to be of another length than the head says. */
        public Optional<Refusal> checkBodyLength(long bodyBytes) {
            if (bodyBytes == envelopeLengthBytes) {
                return Optional.empty();
            }
            return Optional.of(new Refusal(
                    RefusalReason.MALFORMED,
                    bodyBytes < envelopeLengthBytes
                            ? "truncated: " + bodyBytes + " octets of " + envelopeLengthBytes
                            : (bodyBytes - envelopeLengthBytes) + " octets too many after the envelope"));
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
