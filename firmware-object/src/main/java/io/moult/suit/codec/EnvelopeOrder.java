package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An envelope whose entries stand in any order, read as if they stood as a stream must have them: authentication first,
 * payloads last. No signature covers that order. Of payloads only keys and lengths are looked at; the rest is left to
 * {@link EnvelopeReader}, which says what is wrong with it.
 */
public final class EnvelopeOrder implements PayloadIndex.Source {
    private static final int FIRST_LOOK_BYTES = 64;
    private static final CborItem AUTHENTICATION = CborItem.ofLong(Envelope.KEY_AUTHENTICATION);

    private final PayloadIndex.Source stored;
    private final List<Part> parts;

    /** Octets that stay together. */
    private record Part(long fromBytes, long toBytes) {
        long lengthBytes() {
            return toBytes - fromBytes;
        }
    }

    private EnvelopeOrder(PayloadIndex.Source stored, List<Part> parts) {
        this.stored = stored;
        this.parts = List.copyOf(parts);
    }

    /** Empty if the entries stand so already, and where the octets are no envelope. */
    public static Optional<EnvelopeOrder> of(PayloadIndex.Source stored, DecoderLimits limits) throws IOException {
        Walk walk = new Walk(stored, limits);
        try {
            List<Part> parts = walk.inStreamOrder();
            return parts.equals(walk.asStored()) ? Optional.empty() : Optional.of(new EnvelopeOrder(stored, parts));
        } catch (CborException e) {
            return Optional.empty();
        }
    }

    @Override
    public long lengthBytes() {
        return stored.lengthBytes();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        byte[] octets = new byte[lengthBytes];
        int done = 0;
        long begin = 0;
        for (Part part : parts) {
            long inside = offsetBytes + done - begin;
            if (done < lengthBytes && inside < part.lengthBytes()) {
                int count = (int) Math.min(lengthBytes - done, part.lengthBytes() - inside);
                stored.read(part.fromBytes() + inside, count).copyInto(octets, done);
                done += count;
            }
            begin += part.lengthBytes();
        }
        return Bytes.wrap(octets);
    }

    /** Where the octet is stored that stands here. */
    public long storedOffsetBytes(long offsetBytes) {
        long begin = 0;
        for (Part part : parts) {
            if (offsetBytes - begin < part.lengthBytes()) {
                return part.fromBytes() + offsetBytes - begin;
            }
            begin += part.lengthBytes();
        }
        return offsetBytes;
    }

    /** Goes once over the entries. */
    private static final class Walk {
        private final PayloadIndex.Source stored;
        private final DecoderLimits limits;
        private final List<Part> all = new ArrayList<>();
        private final List<Part> authentication = new ArrayList<>();
        private final List<Part> others = new ArrayList<>();
        private final List<Part> payloads = new ArrayList<>();
        private long at;

        Walk(PayloadIndex.Source stored, DecoderLimits limits) {
            this.stored = stored;
            this.limits = limits;
        }

        /** Reads what comes next. */
        private interface Look<T> {
            T at(CborReader reader) throws CborException;
        }

        /** The length of what comes next, and where it belongs. */
        private record Found(long lengthBytes, List<Part> kind) {}

        List<Part> inStreamOrder() throws IOException, CborException {
            List<Part> ordered = new ArrayList<>();
            int count = look(reader -> {
                if (reader.peekMajorType() == 6) {
                    reader.readTag();
                }
                int entries = reader.readMapHeader();
                add(new Found(reader.offsetBytes(), ordered));
                return entries;
            });
            limits.check(Limit.ENVELOPE_ENTRIES, count);
            for (int i = 0; i < count; i++) {
                add(look(this::entry));
            }
            ordered.addAll(authentication);
            ordered.addAll(others);
            ordered.addAll(payloads);
            return ordered;
        }

        List<Part> asStored() {
            return all;
        }

        private Found entry(CborReader reader) throws CborException {
            if (reader.peekMajorType() == 3) {
                return new Found(PayloadCursor.readHeader(reader, limits, 0).endBytes(), payloads);
            }
            List<Part> kind = reader.readItem().equals(AUTHENTICATION) ? authentication : others;
            if (reader.peekMajorType() == 2) {
                long contentBytes = reader.readByteStringHeader();
                return new Found(reader.offsetBytes() + contentBytes, kind);
            }
            reader.readItem();
            return new Found(reader.offsetBytes(), kind);
        }

        private void add(Found found) throws CborException {
            if (found.lengthBytes() < 1 || found.lengthBytes() > stored.lengthBytes() - at) {
                throw CborException.malformed("an entry that ends behind the envelope");
            }
            Part part = new Part(at, at + found.lengthBytes());
            all.add(part);
            found.kind().add(part);
            at = part.toBytes();
        }

        /** Looks at more and more octets, until enough are there. */
        private <T> T look(Look<T> look) throws IOException, CborException {
            long left = stored.lengthBytes() - at;
            for (long size = FIRST_LOOK_BYTES; ; size *= 4) {
                int seen = (int) Math.min(size, left);
                try {
                    return look.at(new CborReader(stored.read(at, seen), limits));
                } catch (CborException e) {
                    if (e.kind() != CborException.Kind.TRUNCATED
                            || seen == left
                            || size > limits.of(Limit.HEAD_BYTES)) {
                        throw e;
                    }
                }
            }
        }
    }
}
