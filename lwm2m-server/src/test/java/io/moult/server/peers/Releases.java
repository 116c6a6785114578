package io.moult.server.peers;

import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.manifest.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** An author with keys, who makes envelopes. */
public final class Releases {
    private final Path directory;
    private final KeySet keys;

    public Releases(Path directory) throws IOException {
        this.directory = directory;
        this.keys = new KeySetMaker(Clock.systemUTC(), new SecureRandom())
                .make(directory.resolve("keys"), "example.com", "sensor rev B");
    }

    /** An envelope with an image of this size in it. */
    public byte[] envelope(String version, long sequence, int imageBytes) throws IOException {
        byte[] image = new byte[imageBytes];
        new Random(imageBytes).nextBytes(image);
        Path file = Files.write(directory.resolve("image-" + imageBytes + ".bin"), image);
        return octets(builder(version, sequence).build(file));
    }

    /** An envelope whose image is to be fetched from an address. */
    public byte[] envelopeByUri(String version, long sequence, Path image, String uri) throws IOException {
        return octets(builder(version, sequence).uri(uri).build(image));
    }

    private ReleaseBuilder builder(String version, long sequence) throws IOException {
        return ReleaseBuilder.of(keys).version(Version.parse(version)).sequenceNumber(sequence);
    }

    private static byte[] octets(Release release) throws IOException {
        ByteArrayOutputStream envelope = new ByteArrayOutputStream();
        release.writeTo(envelope);
        return envelope.toByteArray();
    }

    public UUID vendorId() {
        return keys.vendorId();
    }

    public UUID classId() {
        return keys.classId();
    }
}
