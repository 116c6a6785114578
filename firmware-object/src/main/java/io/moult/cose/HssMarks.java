package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How far each HSS key of this machine has been used, by its public key, in a directory apart from the keys: what tells
 * an older copy of a key from the key. It is to be kept out of backups that bring keys back.
 */
public final class HssMarks {
    private final Path directory;

    public HssMarks(Path directory) {
        this.directory = directory;
    }

    /** What is done while no one else signs with a key. */
    interface Locked<T> {
        T run() throws IOException;
    }

    /** Keeps others, threads and processes, from signing with this key meanwhile. */
    <T> T whileLocked(Bytes publicKey, Locked<T> work) throws IOException {
        Files.createDirectories(directory);
        Path lockFile = directory.resolve(name(publicKey) + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try {
                return work.run();
            } finally {
                lock.release();
            }
        } catch (OverlappingFileLockException e) {
            throw new KeyFileException("is just being used to sign");
        }
    }

    /** Refuses a key whose next place has been used before, and one of which nothing is known here. */
    void requireNotOlder(Bytes publicKey, long place) throws IOException {
        Path mark = mark(publicKey);
        if (!Files.exists(mark)) {
            throw new KeyFileException("has no mark in " + directory
                    + " of how far it has been used, so it may be an older copy; bring the mark along with the key");
        }
        long used;
        try {
            used = Long.parseLong(
                    Files.readString(mark, StandardCharsets.US_ASCII).strip());
        } catch (NumberFormatException e) {
            throw new KeyFileException("has a damaged mark in " + directory);
        }
        if (place < used) {
            throw new KeyFileException("is an older copy: it stands at signature " + place + ", and " + used
                    + " have been made; a place used twice gives the key away");
        }
    }

    void raise(Bytes publicKey, long place) throws IOException {
        DurableFile.replace(mark(publicKey), Bytes.wrap((place + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private Path mark(Bytes publicKey) {
        return directory.resolve(name(publicKey) + ".mark");
    }

    private static String name(Bytes publicKey) {
        return DigestAlgorithm.SHA_256.digest(publicKey).hex();
    }
}
