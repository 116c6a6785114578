package io.moult.demo.scenario;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Releases as no author's verb makes them: tampered with, or signed by many. */
final class CraftedReleases {
    private CraftedReleases() {}

    /** The same release, one byte in the middle of its image flipped. */
    static Path withAFlippedByte(Path release, Path target) throws IOException {
        byte[] octets = Files.readAllBytes(release);
        HeadResult.Complete head = read(release, Bytes.wrap(octets));
        int middle = (head.headLengthBytes() + octets.length) / 2;
        octets[middle] ^= 1;
        return Files.write(target, octets);
    }

    /** The same release without its signature: the digest of the manifest is all that the authentication holds. */
    static Path withoutSignature(Path release, Path target) throws IOException {
        byte[] octets = Files.readAllBytes(release);
        HeadResult.Complete head = read(release, Bytes.wrap(octets));
        return write(target, head, octets, List.of());
    }

    /** The same release, signed by others as well: still good, and its head is longer. */
    static Path signedByOthersToo(Path release, Path target, List<KeySet> others) throws IOException {
        byte[] octets = Files.readAllBytes(release);
        HeadResult.Complete head = read(release, Bytes.wrap(octets));
        Bytes digest = ManifestEncoder.encode(
                EnvelopeEncoder.digestOf(head.envelope().manifest().content()));
        List<Bytes> blocks = new ArrayList<>(head.envelope().authentication().blocks());
        for (KeySet other : others) {
            blocks.add(other.signer().sign(digest));
        }
        return write(target, head, octets, blocks);
    }

    private static Path write(Path target, HeadResult.Complete head, byte[] octets, List<Bytes> blocks)
            throws IOException {
        Bytes manifest = head.envelope().manifest().content();
        Bytes newHead = EnvelopeEncoder.head(
                manifest,
                EnvelopeEncoder.digestOf(manifest),
                blocks,
                head.payload().map(payload -> new Envelope.Payload(payload.key(), payload.lengthBytes())));
        try (OutputStream out = Files.newOutputStream(target)) {
            out.write(newHead.toArray());
            out.write(Arrays.copyOfRange(octets, head.headLengthBytes(), octets.length));
        }
        return target;
    }

    /** The length of a release's head: up to the first octet of its image. */
    static int headBytes(Path release) throws IOException {
        return read(release, Bytes.wrap(Files.readAllBytes(release))).headLengthBytes();
    }

    private static HeadResult.Complete read(Path release, Bytes octets) throws IOException {
        if (new EnvelopeReader(DecoderLimits.DEFAULT).readHead(octets) instanceof HeadResult.Complete complete) {
            return complete;
        }
        throw new IOException(release + " is no envelope");
    }
}
