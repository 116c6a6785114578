package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An envelope that is being made: entries in memory, payloads wherever they are. What is not changed keeps its octets, so
 * what was signed stays signed. Immutable.
 *
 * @param authentication the digest and the blocks so far
 * @param entries all with integer keys but the authentication, in their order
 * @param payloads in the order in which they will stand
 */
public record EnvelopeDraft(Authentication authentication, List<Entry> entries, List<Payload> payloads) {
    private static final int CHUNK_BYTES = 64 * 1024;

    public EnvelopeDraft {
        entries = List.copyOf(entries);
        payloads = List.copyOf(payloads);
    }

    /** An entry: its key, and the content of the byte string that it is. */
    public record Entry(long key, Bytes content) {}

    /** A payload and where its octets are. */
    public record Payload(String key, Content content) {}

    /** Octets that are read when the envelope is written. */
    public interface Content {
        long lengthBytes() throws IOException;

        InputStream open() throws IOException;
    }

    /** An envelope around a manifest that nobody has signed yet. */
    public static EnvelopeDraft of(Manifest manifest, List<Payload> payloads) {
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        List<Entry> entries = new ArrayList<>(List.of(new Entry(Envelope.KEY_MANIFEST, encoded)));
        ManifestEncoder.severed(manifest).forEach((key, content) -> entries.add(new Entry(key, content)));
        return new EnvelopeDraft(
                new Authentication(digest, ManifestEncoder.encode(digest), List.of()), entries, payloads);
    }

    /** An envelope that is there. */
    public static EnvelopeDraft of(Envelope envelope, List<Payload> payloads) {
        return new EnvelopeDraft(
                envelope.authentication(),
                envelope.entries().stream()
                        .filter(entry -> entry.key() != Envelope.KEY_AUTHENTICATION)
                        .map(entry -> new Entry(entry.key(), entry.content()))
                        .toList(),
                payloads);
    }

    /** With one more authentication block. */
    public EnvelopeDraft with(Bytes block) {
        List<Bytes> blocks = new ArrayList<>(authentication.blocks());
        blocks.add(block);
        return new EnvelopeDraft(
                new Authentication(authentication.digest(), authentication.signedOctets(), blocks), entries, payloads);
    }

    /** Without some entries. */
    public EnvelopeDraft without(Set<Long> keys) {
        return new EnvelopeDraft(
                authentication,
                entries.stream().filter(entry -> !keys.contains(entry.key())).toList(),
                payloads);
    }

    /** The envelope up to the first octet of the first payload's content; the whole one if there is none. */
    public Bytes head() throws IOException {
        CborWriter blocks =
                new CborWriter().array(1 + authentication.blocks().size()).bytes(authentication.signedOctets());
        authentication.blocks().forEach(blocks::bytes);
        CborWriter head = new CborWriter()
                .tag(Envelope.TAG)
                .map(1 + entries.size() + payloads.size())
                .unsigned(Envelope.KEY_AUTHENTICATION)
                .bytes(blocks.toBytes());
        entries.forEach(entry -> head.integer(entry.key()).bytes(entry.content()));
        if (!payloads.isEmpty()) {
            head.raw(header(payloads.get(0)));
        }
        return head.toBytes();
    }

    /** Writes the tagged envelope; IOException if a payload is not as long as it was said to be. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(head().toArray());
        for (int i = 0; i < payloads.size(); i++) {
            if (i > 0) {
                out.write(header(payloads.get(i)).toArray());
            }
            copy(payloads.get(i), out);
        }
    }

    private static Bytes header(Payload payload) throws IOException {
        return EnvelopeEncoder.payloadHeader(
                new Envelope.Payload(payload.key(), payload.content().lengthBytes()));
    }

    private static void copy(Payload payload, OutputStream out) throws IOException {
        long left = payload.content().lengthBytes();
        try (InputStream in = payload.content().open()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                left -= count;
                if (left < 0) {
                    break;
                }
                out.write(chunk, 0, count);
            }
        }
        if (left != 0) {
            throw new IOException("payload " + payload.key() + " changed while it was read");
        }
    }
}
