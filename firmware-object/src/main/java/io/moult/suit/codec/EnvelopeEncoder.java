package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import java.util.List;
import java.util.Optional;

/** Encodes an envelope around an encoded manifest (draft-ietf-suit-manifest-37 section 8.2). */
public final class EnvelopeEncoder {
    private EnvelopeEncoder() {}

    /** The digest of a manifest: over the byte string that wraps it, head and all (section 8.3). */
    public static Digest digestOf(Bytes manifest) {
        return Digest.sha256(new CborWriter().bytes(manifest).toBytes());
    }

    /**
     * The tagged envelope up to the first octet of the payload's content, which is to follow; the whole envelope if there
     * is no payload.
     *
     * @param blocks encoded authentication blocks over the encoded digest
     */
    public static Bytes head(
            Bytes manifest, Digest manifestDigest, List<Bytes> blocks, Optional<Envelope.Payload> payload) {
        CborWriter authentication =
                new CborWriter().array(1 + blocks.size()).bytes(ManifestEncoder.encode(manifestDigest));
        blocks.forEach(authentication::bytes);
        CborWriter head = new CborWriter()
                .tag(Envelope.TAG)
                .map(payload.isPresent() ? 3 : 2)
                .unsigned(Envelope.KEY_AUTHENTICATION)
                .bytes(authentication.toBytes())
                .unsigned(Envelope.KEY_MANIFEST)
                .bytes(manifest);
        payload.ifPresent(known -> head.text(known.key()).bytesHeader(known.lengthBytes()));
        return head.toBytes();
    }
}
