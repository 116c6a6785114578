package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which octets of an envelope no signature covers, and why that is. */
public final class EnvelopeMap {
    /** Why a changed octet may not be noticed by the verifier. */
    public enum Region {
        /**
         * The key under which the envelope has a severed member. Changed into an unknown number it is ignored, and the
         * member is as good as taken out, which everybody may do; a changed content is found by its digest.
         */
        KEY_OF_A_SEVERED_MEMBER,
        /** The key of an integrated payload: changed, the commands that fetch it by its key do not find it. */
        KEY_OF_A_PAYLOAD,
        /** The content of an integrated payload: covered by the digest in the manifest, and checked where it is stored. */
        CONTENT_OF_A_PAYLOAD
    }

    private record Span(int from, int to, Region region) {}

    private final List<Span> spans = new ArrayList<>();

    private EnvelopeMap() {}

    public static EnvelopeMap of(Bytes envelope) {
        try {
            EnvelopeMap map = new EnvelopeMap();
            map.read(new CborReader(envelope, DecoderLimits.DEFAULT));
            return map;
        } catch (CborException e) {
            throw new AssertionError(e);
        }
    }

    public Optional<Region> regionAt(int octet) {
        return spans.stream()
                .filter(span -> span.from() <= octet && octet < span.to())
                .map(Span::region)
                .findFirst();
    }

    private void read(CborReader reader) throws CborException {
        if (reader.peekMajorType() == 6) {
            reader.readTag();
        }
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            boolean payload = reader.peekMajorType() == 3;
            int key = reader.offsetBytes();
            reader.readItem();
            int header = reader.offsetBytes();
            long length = reader.readByteStringHeader();
            int content = reader.offsetBytes();
            reader.take(length);
            if (payload) {
                spans.add(new Span(key, header, Region.KEY_OF_A_PAYLOAD));
                spans.add(new Span(content, reader.offsetBytes(), Region.CONTENT_OF_A_PAYLOAD));
            } else if (i > 1) {
                spans.add(new Span(key, header, Region.KEY_OF_A_SEVERED_MEMBER));
            }
        }
    }
}
