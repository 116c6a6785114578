package io.moult.demo.bench.moult;

import io.moult.boot.DeviceStorage;
import io.moult.boot.Manufacture;
import io.moult.cbor.DecoderLimits;
import io.moult.demo.bench.child.RunConfig;
import io.moult.demo.bench.child.RunConfig.Body;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Version;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is there before a run: keys, a signed release of each image, and a device with a small first
 * image, of which each device of a run is a copy.
 */
public final class Manufacturing {

    private static final String KEYS = "keys";
    private static final String DEVICE = "device";
    private static final int FIRST_IMAGE_BYTES = 4096;

    private Manufacturing() {}

    /** Makes all of it in this directory and returns the releases, in the order of the images. */
    public static List<Body> make(List<Body> images, Path directory) throws IOException {
        KeySet keys = new KeySetMaker(Clock.systemUTC(), new SecureRandom())
                .make(directory.resolve(KEYS), "example.com", "benchmark");
        long slotBytes = images.stream().mapToInt(Body::imageBytes).max().orElseThrow();
        device(keys, slotBytes, directory);
        List<Body> releases = new ArrayList<>();
        for (Body image : images) {
            releases.add(release(keys, image, releases.size(), directory));
        }
        return releases;
    }

    /** The public part of the keys that {@link #make} made in the benchmark's directory. */
    static KeySet keys(RunConfig config) throws IOException {
        return KeySet.read(benchmarkDirectory(config).resolve(KEYS));
    }

    /** Puts a copy of the device into this directory. */
    static void copyDevice(RunConfig config, Path target) throws IOException {
        Path device = benchmarkDirectory(config).resolve(DEVICE);
        Files.createDirectories(target);
        Files.copy(
                DeviceStorage.flashFile(device), DeviceStorage.flashFile(target), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(DeviceStorage.otpFile(device), DeviceStorage.otpFile(target), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path benchmarkDirectory(RunConfig config) {
        return Path.of(config.directory()).resolveSibling("moult");
    }

    private static Body release(KeySet keys, Body image, int number, Path directory) throws IOException {
        int sequence = number + 2;
        Path file = directory.resolve("release-" + sequence + ".suit");
        Release release = ReleaseBuilder.of(keys)
                .version(Version.parse(sequence + ".0.0"))
                .sequenceNumber(sequence)
                .build(Path.of(image.file()));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            release.writeTo(out);
        }
        return new Body(file.toString(), image.imageSha256(), image.imageBytes());
    }

    private static void device(KeySet keys, long slotBytes, Path directory) throws IOException {
        Path device = directory.resolve(DEVICE);
        Path image = Files.write(directory.resolve("first-image.bin"), new byte[FIRST_IMAGE_BYTES]);
        Release release = ReleaseBuilder.of(keys)
                .version(Version.parse("1.0.0"))
                .sequenceNumber(1)
                .build(image);
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(release.head());
        if (!(head instanceof HeadResult.Complete complete)) {
            throw new IllegalStateException("our own release is not read: " + head);
        }
        OptionalLong slot = OptionalLong.of(Math.max(slotBytes, FIRST_IMAGE_BYTES));
        Manufacture.provision(device, keys.vendorId(), keys.classId(), keys.certificateDer(), slot);
        Manufacture.flashFirstImage(
                device, complete.envelope().stripped(), new ByteArrayInputStream(new byte[FIRST_IMAGE_BYTES]), slot);
    }
}
