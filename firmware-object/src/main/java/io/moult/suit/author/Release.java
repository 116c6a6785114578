package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A signed release: the head of its envelope in memory, the image in its file.
 *
 * @param head the envelope up to the first octet of the image; the whole envelope if the image is fetched by URI
 * @param manifestDigest what was signed
 * @param embedded whether the image follows the head
 */
public record Release(
        Bytes head,
        Manifest manifest,
        Digest manifestDigest,
        Path image,
        long imageSizeBytes,
        Digest imageDigest,
        boolean embedded) {
    private static final int CHUNK_BYTES = 64 * 1024;

    /** The length of the whole envelope. */
    public long lengthBytes() {
        return head.length() + (embedded ? imageSizeBytes : 0);
    }

    /** The envelope without payload: what a device keeps beside the image. */
    public Bytes stripped() {
        HeadResult own = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(head);
        if (own instanceof HeadResult.Complete complete) {
            return complete.envelope().stripped();
        }
        throw new IllegalStateException("an envelope of our own that cannot be read: " + own);
    }

    /**
     * Writes the envelope: the head, then the image as it is read from its file. IOException, after the octets have gone
     * out, if the image is no longer the one that was signed.
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(head.toArray());
        if (!embedded) {
            return;
        }
        MessageDigest digest = Digest.newSha256();
        try (InputStream in = Files.newInputStream(image)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
                out.write(chunk, 0, count);
            }
        }
        if (!Digest.ofSha256(digest).equals(imageDigest)) {
            throw new IOException(image + " changed while the release was made");
        }
    }
}
