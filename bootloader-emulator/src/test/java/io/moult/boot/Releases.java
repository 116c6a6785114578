package io.moult.boot;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** An author with a key set of its own, and signed releases of made-up images. */
final class Releases {
    private final Path dir;
    private final KeySet keys;
    private int made;

    Releases(Path dir, String domain, String model) throws IOException {
        this.dir = dir;
        Clock clock = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
        this.keys = new KeySetMaker(clock, new SecureRandom())
                .make(dir.resolve("keys-" + domain + "-" + model.replace(' ', '-')), domain, model);
    }

    KeySet keys() {
        return keys;
    }

    /** A release as a device sees it: the envelope without payload, and the image. */
    record Signed(String version, Bytes envelope, Bytes image) {}

    static Bytes image(int lengthBytes, long seed) {
        byte[] octets = new byte[lengthBytes];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    Signed release(String version, long sequence, OptionalLong counter, Bytes image) throws IOException {
        return sign(ReleaseBuilder.of(keys), version, sequence, counter, image);
    }

    /** Signed by this author, for another class of devices than its key set's. */
    Signed releaseFor(UUID classId, String version, long sequence, Bytes image) throws IOException {
        ReleaseBuilder builder = new ReleaseBuilder(keys.vendorId(), classId, keys.signer());
        return sign(builder, version, sequence, OptionalLong.empty(), image);
    }

    private Signed sign(ReleaseBuilder builder, String version, long sequence, OptionalLong counter, Bytes image)
            throws IOException {
        Path file = dir.resolve("image" + made++);
        Files.write(file, image.toArray());
        builder.version(Version.parse(version)).sequenceNumber(sequence);
        if (counter.isPresent()) {
            builder.securityCounter(counter.getAsLong());
        }
        Release release = builder.build(file);
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(release.head());
        return new Signed(version, ((HeadResult.Complete) head).envelope().stripped(), image);
    }

    Signed release(String version, long sequence, Bytes image) throws IOException {
        return release(version, sequence, OptionalLong.empty(), image);
    }
}
