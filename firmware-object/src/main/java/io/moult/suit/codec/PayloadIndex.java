package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds all integrated payloads of an envelope that can be read anywhere, such as a file. Reads none of their contents. */
public final class PayloadIndex {
    private PayloadIndex() {}

    /** The octets of an envelope. */
    public interface Source {
        long lengthBytes();

        /** So many octets from an offset; both are within the length. */
        Bytes read(long offsetBytes, int lengthBytes) throws IOException;
    }

    /** Where the payloads are, or why the envelope is not whole. */
    public sealed interface Result {
        /** In the order of the envelope. */
        record Found(List<IntegratedPayload> payloads) implements Result {
            public Found {
                payloads = List.copyOf(payloads);
            }

            /** The payload of a key, such as {@code #image}. */
            public Optional<IntegratedPayload> find(String key) {
                return payloads.stream().filter(one -> one.key().equals(key)).findFirst();
            }
        }

        record Refused(Refusal refusal) implements Result {}
    }

    /** Also checks that the envelope ends where the octets do. */
    public static Result of(HeadResult.Complete head, Source source, DecoderLimits limits) throws IOException {
        List<IntegratedPayload> payloads = new ArrayList<>();
        long endBytes = head.headLengthBytes();
        Optional<PayloadCursor> cursor = head.payloads(limits);
        while (cursor.isPresent()) {
            payloads.add(cursor.get().current());
            endBytes = cursor.get().current().endBytes();
            if (endBytes > source.lengthBytes() || cursor.get().last()) {
                break;
            }
            PayloadCursor.Next next = following(cursor.get(), source);
            if (next instanceof PayloadCursor.Next.Found found) {
                cursor = Optional.of(found.cursor());
            } else {
                return refused(next, endBytes, source);
            }
        }
        if (endBytes == source.lengthBytes()) {
            return new Result.Found(payloads);
        }
        return endBytes > source.lengthBytes()
                ? truncated(endBytes, source)
                : new Result.Refused(new Refusal(
                        RefusalReason.MALFORMED, "octets after the envelope, which ends at octet " + endBytes));
    }

    private static PayloadCursor.Next following(PayloadCursor cursor, Source source) throws IOException {
        long endBytes = cursor.current().endBytes();
        long leftBytes = source.lengthBytes() - endBytes;
        int lengthBytes = 1;
        while (lengthBytes <= leftBytes) {
            PayloadCursor.Next next = cursor.next(source.read(endBytes, lengthBytes));
            if (!(next instanceof PayloadCursor.Next.NeedMore more)) {
                return next;
            }
            lengthBytes = more.atLeastBytes();
        }
        return new PayloadCursor.Next.NeedMore(lengthBytes);
    }

    private static Result refused(PayloadCursor.Next next, long endBytes, Source source) {
        if (next instanceof PayloadCursor.Next.Refused refused) {
            return new Result.Refused(refused.refusal());
        }
        return truncated(endBytes + ((PayloadCursor.Next.NeedMore) next).atLeastBytes(), source);
    }

    private static Result truncated(long neededBytes, Source source) {
        return new Result.Refused(new Refusal(
                RefusalReason.MALFORMED, "truncated: " + source.lengthBytes() + " octets of at least " + neededBytes));
    }
}
