package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Encodes an envelope around an encoded manifest (draft-ietf-suit-manifest-37 section 8.2), tagged. */
public final class EnvelopeEncoder {
    private EnvelopeEncoder() {}

    /**
     * What an envelope holds besides payloads.
     *
     * @param manifest encoded
     * @param manifestDigest what is signed
     * @param blocks encoded authentication blocks over the encoded digest
     * @param severed encoded members by key, as of {@link ManifestEncoder#severed}
     */
    public record Parts(Bytes manifest, Digest manifestDigest, List<Bytes> blocks, SortedMap<Integer, Bytes> severed) {
        public Parts {
            blocks = List.copyOf(blocks);
            severed = Collections.unmodifiableSortedMap(new TreeMap<>(severed));
        }
    }

    /** The digest of a manifest: over the byte string that wraps it, head and all (section 8.3). */
    public static Digest digestOf(Bytes manifest) {
        return Digest.sha256(new CborWriter().bytes(manifest).toBytes());
    }

    /**
     * The envelope up to the first octet of the first payload's content, which is to follow; the whole envelope if there is
     * no payload.
     *
     * @param payloadCount how many payloads there will be, the first one counted; each of the others is preceded by its
     *     {@link #payloadHeader}
     */
    public static Bytes head(Parts parts, Optional<Envelope.Payload> payload, int payloadCount) {
        CborWriter authentication =
                new CborWriter().array(1 + parts.blocks().size()).bytes(ManifestEncoder.encode(parts.manifestDigest()));
        parts.blocks().forEach(authentication::bytes);
        CborWriter head = new CborWriter()
                .tag(Envelope.TAG)
                .map(2 + parts.severed().size() + payloadCount)
                .unsigned(Envelope.KEY_AUTHENTICATION)
                .bytes(authentication.toBytes())
                .unsigned(Envelope.KEY_MANIFEST)
                .bytes(parts.manifest());
        parts.severed().forEach((key, content) -> head.unsigned(key).bytes(content));
        payload.ifPresent(first -> head.raw(payloadHeader(first)));
        return head.toBytes();
    }

    /** The same for one payload at most and nothing severed. */
    public static Bytes head(
            Bytes manifest, Digest manifestDigest, List<Bytes> blocks, Optional<Envelope.Payload> payload) {
        return head(new Parts(manifest, manifestDigest, blocks, new TreeMap<>()), payload, payload.isPresent() ? 1 : 0);
    }

    /** What stands before a payload's content. */
    public static Bytes payloadHeader(Envelope.Payload payload) {
        return new CborWriter()
                .text(payload.key())
                .bytesHeader(payload.lengthBytes())
                .toBytes();
    }

    /** A whole envelope; the payloads, by key, in the order of the map: a sorted one, by the octets of its keys. */
    public static Bytes encode(Parts parts, Map<String, Bytes> payloads) {
        CborWriter envelope = new CborWriter().raw(head(parts, Optional.empty(), payloads.size()));
        payloads.forEach((key, content) -> envelope.raw(payloadHeader(new Envelope.Payload(key, content.length())))
                .raw(content));
        return envelope.toBytes();
    }
}
