package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Digest;
import java.util.List;

/** Reads what is wrapped in a byte string: a document of its own, all there. */
final class Documents {
    private Documents() {}

    /** The one item of a document; one that ends too early is malformed, since no more of it will come. */
    static CborItem read(Bytes content, DecoderLimits limits, String what) throws CborException {
        try {
            return CborReader.readDocument(content, limits);
        } catch (CborException e) {
            if (e.kind() == CborException.Kind.LIMIT) {
                throw e;
            }
            throw CborException.malformed(what + ": " + e.detail());
        }
    }

    /** SUIT_Digest (draft-ietf-suit-manifest-37 section 10). */
    static Digest digest(CborItem item, String what) throws CborException {
        List<CborItem> parts = item.array(what);
        if (parts.size() != 2) {
            throw CborException.malformed(what + " does not have two parts");
        }
        Digest digest = new Digest(
                parts.get(0).integer(what + " algorithm"), parts.get(1).bytes(what));
        if (digest.algorithm() == Digest.SHA_256 && !digest.isSha256()) {
            throw CborException.malformed(
                    what + " of SHA-256 has " + digest.value().length() + " octets");
        }
        return digest;
    }

    static Bytes encode(Digest digest) {
        return new CborWriter()
                .array(2)
                .integer(digest.algorithm())
                .bytes(digest.value())
                .toBytes();
    }
}
