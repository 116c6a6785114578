package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one directory, each replaced whole: written beside, forced to disk, then renamed. Symbolic links are never
 * followed: one in the place of a file is not read, and is itself replaced.
 */
final class AtomicFiles {
    private static final String FRESH = ".NEW";

    private final Path directory;

    AtomicFiles(Path directory) throws IOException {
        Files.createDirectories(directory);
        this.directory = directory;
    }

    /** IllegalArgumentException for what is no plain name. */
    Path path(String name) {
        Path path = directory.resolve(name);
        if (name.isEmpty() || name.startsWith(".") || !directory.equals(path.getParent())) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        return path;
    }

    boolean exists(String name) {
        return Files.isRegularFile(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    OptionalLong sizeBytes(String name) throws IOException {
        return exists(name) ? OptionalLong.of(Files.size(path(name))) : OptionalLong.empty();
    }

    Bytes readAll(String name) throws IOException {
        return read(name, 0, (int) Math.min(Integer.MAX_VALUE, Files.size(path(name))));
    }

    /** Fewer octets only at the end. */
    Bytes read(String name, long offsetBytes, int lengthBytes) throws IOException {
        if (!exists(name)) {
            return Bytes.EMPTY;
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(path(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long left = Math.max(0, channel.size() - offsetBytes);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(lengthBytes, left));
            channel.position(offsetBytes);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until full, or the end
            }
            return Bytes.copyOf(buffer.array(), 0, buffer.position());
        }
    }

    void replace(String name, byte[] content) throws IOException {
        try (FileChannel fresh = begin(name)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                fresh.write(rest);
            }
            fresh.force(true);
        }
        commit(name);
    }

    /** A file beside the one of this name, to be written and forced; then {@link #commit}, or {@link #forget}. */
    FileChannel begin(String name) throws IOException {
        forget(name);
        return FileChannel.open(fresh(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Copies one file beside another, to take its place when committed. */
    void copyBeside(String from, String name) throws IOException {
        try (FileChannel source =
                        FileChannel.open(path(from), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileChannel fresh = begin(name)) {
            long at = 0;
            while (at < source.size()) {
                at += source.transferTo(at, source.size() - at, fresh);
            }
            fresh.force(true);
        }
    }

    void commit(String name) throws IOException {
        replace(fresh(name), path(name));
    }

    /** One file takes another's place. */
    void move(String from, String to) throws IOException {
        replace(path(from), path(to));
    }

    private void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force();
    }

    void forget(String name) throws IOException {
        Files.deleteIfExists(fresh(name));
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
        force();
    }

    /** Deletes every file whose name ends so, and what was to become one. */
    void deleteAllWith(String ending) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(directory)) {
            found = all.filter(file -> file.getFileName().toString().endsWith(ending)
                            || file.getFileName().toString().endsWith(ending + FRESH))
                    .toList();
        }
        for (Path file : found) {
            Files.deleteIfExists(file);
        }
    }

    private Path fresh(String name) {
        path(name);
        return directory.resolve(name + FRESH);
    }

    /** So that names are on disk too, where a directory can be opened at all. */
    private void force() throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
