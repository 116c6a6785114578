package io.moult.demo.scenario;

import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The images of the story.
 *
 * @param old what devices run at first
 * @param fresh what they are to run
 * @param ofItsOwnMaking whether the story made them itself
 */
record Images(Path old, Path fresh, boolean ofItsOwnMaking) {
    private static final long SEED = 9019;

    /** Makes two images of realistic size. */
    static Images make(Path directory) throws IOException {
        Path old = directory.resolve("old.bin");
        Path fresh = directory.resolve("new.bin");
        Files.write(
                old,
                PseudoFirmware.image("1.0.0", PseudoFirmware.REALISTIC_BYTES, SEED)
                        .toArray());
        Files.write(
                fresh,
                PseudoFirmware.image("2.0.0", PseudoFirmware.REALISTIC_BYTES + 8 * 1024 + 57, SEED)
                        .toArray());
        return new Images(old, fresh, true);
    }

    /** A variant of the new image, with another end, so that it has a digest of its own. */
    Path variant(String label, Path directory) throws IOException {
        Path file = directory.resolve(label + ".bin");
        byte[] octets = Files.readAllBytes(fresh);
        byte[] mark = (label + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int at = Math.max(0, octets.length - mark.length);
        System.arraycopy(mark, 0, octets, at, octets.length - at);
        Files.write(file, octets);
        return file;
    }

    /** The old image with identifiers and certificate at its end: a blank device takes them from its first image. */
    Path oldBringing(KeySet keys, Path directory) throws IOException {
        Bytes trailer =
                new Provisioning(keys.vendorId(), keys.classId(), List.of(keys.certificateDer())).asImageTrailer();
        Path file = directory.resolve("first-with-provisioning.bin");
        Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);
        return Files.write(file, trailer.toArray(), StandardOpenOption.APPEND);
    }

    /** Slots that hold each of them, with room for a provisioning block: 1 MiB, or what they need. */
    long slotBytes() throws IOException {
        long needed = Math.max(Files.size(old), Files.size(fresh)) + Provisioning.BLOCK_LIMIT_BYTES;
        return Math.max(1024 * 1024, needed);
    }

    Bytes oldSha256() throws IOException {
        return Files256.sha256(old);
    }

    Bytes freshSha256() throws IOException {
        return Files256.sha256(fresh);
    }
}
