package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An envelope that is all in memory, such as an integrated dependency, with the contents of its payloads by key, in order.
 * One that is still arriving is read by {@link EnvelopeReader}.
 */
public record WholeEnvelope(Envelope envelope, Map<String, Bytes> payloads) {
    public WholeEnvelope {
        payloads = Collections.unmodifiableMap(new LinkedHashMap<>(payloads));
    }

    /** An envelope, or why some octets are none. */
    public sealed interface Result {
        record Read(WholeEnvelope whole) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    public static Result read(Bytes octets, DecoderLimits limits) {
        return new EnvelopeReader(limits)
                .readHead(octets)
                .<Result>fold(
                        more -> truncated(more.atLeastBytes(), octets),
                        head -> payloads(head, octets, limits),
                        refused -> new Result.Refused(refused.refusal()));
    }

    private static Result payloads(HeadResult.Complete head, Bytes octets, DecoderLimits limits) {
        Map<String, Bytes> payloads = new LinkedHashMap<>();
        long endBytes = head.headLengthBytes();
        Optional<PayloadCursor> at = head.payloads(limits);
        while (at.isPresent()) {
            IntegratedPayload payload = at.get().current();
            endBytes = payload.endBytes();
            if (endBytes > octets.length()) {
                return truncated(endBytes, octets);
            }
            payloads.put(payload.key(), octets.slice((int) payload.offsetBytes(), (int) endBytes));
            if (at.get().last()) {
                break;
            }
            PayloadCursor.Next next = at.get().next(octets.slice((int) endBytes, octets.length()));
            if (next instanceof PayloadCursor.Next.NeedMore more) {
                return truncated(endBytes + more.atLeastBytes(), octets);
            } else if (next instanceof PayloadCursor.Next.Refused refused) {
                return new Result.Refused(refused.refusal());
            }
            at = Optional.of(((PayloadCursor.Next.Found) next).cursor());
        }
        if (endBytes < octets.length()) {
            return new Result.Refused(new Refusal(
                    RefusalReason.MALFORMED, "octets after the envelope, which ends at octet " + endBytes));
        }
        return new Result.Read(new WholeEnvelope(head.envelope(), payloads));
    }

    private static Result truncated(long neededBytes, Bytes octets) {
        return new Result.Refused(new Refusal(
                RefusalReason.MALFORMED, "truncated: " + octets.length() + " octets of at least " + neededBytes));
    }
}
