package io.moult.demo.bench;

import io.moult.demo.bench.child.RunConfig.Body;
import io.moult.demo.bench.moult.Manufacturing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is pushed: images to warm up and one to measure, the same for both ends, of octets that look random
 * but are the same every time.
 */
final class Bodies {

    private static final long SEED = 0x4d6f756c74L;

    private final List<Body> images;

    private final List<Body> releases;

    private Bodies(List<Body> images, List<Body> releases) {
        this.images = images;
        this.releases = releases;
    }

    /** Writes so many bodies into this directory. */
    static Bodies write(int count, int sizeBytes, Path directory) throws IOException {
        List<Body> images = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Path file = directory.resolve("image-" + number + ".bin");
            images.add(new Body(file.toString(), image(file, sizeBytes, SEED + number), sizeBytes));
        }
        Path moult = Files.createDirectory(directory.resolve("moult"));
        return new Bodies(images, Manufacturing.make(images, moult));
    }

    /** What this end's server sends, the measured ones last. */
    List<Body> of(End end) {
        return switch (end) {
            case STOCK -> images;
            case MOULT -> releases;
        };
    }

    private static String image(Path file, int sizeBytes, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        MessageDigest sha256 = sha256();
        byte[] chunk = new byte[4096];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int left = sizeBytes; left > 0; left -= chunk.length) {
                int length = Math.min(left, chunk.length);
                random.nextBytes(chunk);
                sha256.update(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java machine has SHA-256", impossible);
        }
    }
}
