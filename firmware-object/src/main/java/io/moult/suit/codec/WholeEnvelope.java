package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
                        more -> new Result.Refused(new Refusal(
                                RefusalReason.MALFORMED,
                                "truncated: " + octets.length() + " octets of at least " + more.atLeastBytes())),
                        head -> withPayloads(head, octets, limits),
                        refused -> new Result.Refused(refused.refusal()));
    }

    private static Result withPayloads(HeadResult.Complete head, Bytes octets, DecoderLimits limits) {
        PayloadIndex.Result index = index(head, octets, limits);
        if (index instanceof PayloadIndex.Result.Refused refused) {
            return new Result.Refused(refused.refusal());
        }
        Map<String, Bytes> payloads = new LinkedHashMap<>();
        for (IntegratedPayload one : ((PayloadIndex.Result.Found) index).payloads()) {
            payloads.put(one.key(), octets.slice((int) one.offsetBytes(), (int) one.endBytes()));
        }
        return new Result.Read(new WholeEnvelope(head.envelope(), payloads));
    }

    private static PayloadIndex.Result index(HeadResult.Complete head, Bytes octets, DecoderLimits limits) {
        try {
            return PayloadIndex.of(head, new InMemory(octets), limits);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be read", e);
        }
    }

    private record InMemory(Bytes octets) implements PayloadIndex.Source {
        @Override
        public long lengthBytes() {
            return octets.length();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            return octets.slice((int) offsetBytes, (int) offsetBytes + lengthBytes);
        }
    }
}
