package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.HashSet;
import java.util.Set;

/**
 * Goes from one integrated payload of an envelope to the next while its octets pass by. A payload's key and length stand
 * right before its content, so of the next one nothing is known until the content of this one has passed. Immutable.
 */
public final class PayloadCursor {
    /** Octets of a map key and the head of a byte string, with room for characters of four octets. */
    private static final int HEADS_BYTES = 2 * 9;

    private static final int CHARACTER_BYTES = 4;

    private final IntegratedPayload current;
    private final int remaining;
    private final Set<String> keys;
    private final DecoderLimits limits;

    private PayloadCursor(IntegratedPayload current, int remaining, Set<String> keys, DecoderLimits limits) {
        this.current = current;
        this.remaining = remaining;
        this.keys = keys;
        this.limits = limits;
    }

    static PayloadCursor first(IntegratedPayload first, int count, DecoderLimits limits) {
        return new PayloadCursor(first, count - 1, Set.of(first.key()), limits);
    }

    /** What there is after a payload. */
    public sealed interface Next {
        /** Nothing can be said before so many octets after the payload are there. */
        record NeedMore(int atLeastBytes) implements Next {}

        /** Another payload. */
        record Found(PayloadCursor cursor) implements Next {}

        /** Something that no envelope has there. */
        record Refused(Refusal refusal) implements Next {}
    }

    /** The payload that this stands at. */
    public IntegratedPayload current() {
        return current;
    }

    /** Whether the envelope ends with this payload. */
    public boolean last() {
        return remaining == 0;
    }

    /**
     * Looks at the octets that follow the current payload's content; called again with more of them after NeedMore.
     * IllegalStateException after the last one.
     */
    public Next next(Bytes following) {
        if (last()) {
            throw new IllegalStateException("there is no payload after " + current.key());
        }
        int most = HEADS_BYTES + CHARACTER_BYTES * limits.of(Limit.URI_CHARS);
        Bytes start = following.length() > most ? following.slice(0, most) : following;
        try {
            return new Next.Found(read(start));
        } catch (CborException e) {
            if (e.kind() != CborException.Kind.TRUNCATED) {
                return new Next.Refused(DecodeException.refusalOf(e));
            }
            long needed = Math.max(e.neededBytes(), start.length() + 1L);
            return needed > most
                    ? new Next.Refused(new Refusal(
                            RefusalReason.LIMIT_EXCEEDED,
                            "uri chars of a payload's key, where " + limits.of(Limit.URI_CHARS) + " is the most"))
                    : new Next.NeedMore((int) needed);
        }
    }

    private PayloadCursor read(Bytes following) throws CborException {
        CborReader reader = new CborReader(following, limits);
        if (reader.peekMajorType() != 3) {
            throw CborException.malformed("an entry after the payloads of the envelope that is none");
        }
        IntegratedPayload found = readHeader(reader, limits, current.endBytes());
        Set<String> more = new HashSet<>(keys);
        if (!more.add(found.key())) {
            throw CborException.malformed("a payload's key given twice");
        }
        return new PayloadCursor(found, remaining - 1, Set.copyOf(more), limits);
    }

    /** The key of a payload and the head of its content. */
    static IntegratedPayload readHeader(CborReader reader, DecoderLimits limits, long fromBytes) throws CborException {
        int start = reader.offsetBytes();
        String key = reader.readItem().text("a key of the envelope");
        limits.check(Limit.URI_CHARS, Documents.characters(key));
        long lengthBytes = reader.readByteStringHeader();
        if (lengthBytes < 0 || lengthBytes > Long.MAX_VALUE / 4 - fromBytes) {
            throw CborException.malformed(start, "a payload of impossible length");
        }
        return new IntegratedPayload(key, fromBytes + reader.offsetBytes(), lengthBytes);
    }
}
