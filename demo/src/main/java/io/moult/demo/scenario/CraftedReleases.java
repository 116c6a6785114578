package io.moult.demo.scenario;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Releases that somebody has tampered with. */
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
        Envelope envelope = head.envelope();
        Bytes manifest = envelope.manifest().content();
        Bytes bare = EnvelopeEncoder.head(
                manifest,
                EnvelopeEncoder.digestOf(manifest),
                List.of(),
                head.payload().map(payload -> new Envelope.Payload(payload.key(), payload.lengthBytes())));
        try (OutputStream out = Files.newOutputStream(target)) {
            out.write(bare.toArray());
            out.write(Arrays.copyOfRange(octets, head.headLengthBytes(), octets.length));
        }
        return target;
    }

    private static HeadResult.Complete read(Path release, Bytes octets) throws IOException {
        if (new EnvelopeReader(DecoderLimits.DEFAULT).readHead(octets) instanceof HeadResult.Complete complete) {
            return complete;
        }
        throw new IOException(release + " is no envelope");
    }
}
