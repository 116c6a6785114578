package io.moult.client.resume;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Progress in an append-only file of checksummed records. A record that was torn by the end of the process is absent,
 * and so is whatever stands behind it. Compacted into a new file, which takes the old one's name in one step, when it
 * has grown.
 *
 * <p>Durable means here: written to the file, so that it survives SIGKILL; forced to the disk only if so wanted.
 */
public final class ProgressJournal implements ProgressStore {
    private static final long COMPACT_ABOVE_BYTES = 64 * 1024;
    private static final int MAX_FILE_BYTES = 1024 * 1024;
    private static final Bytes HEADER = Bytes.copyOf("MOULTPJ1".getBytes(StandardCharsets.US_ASCII));

    private final Path file;
    private final boolean fsync;
    private FileChannel channel;
    private Progress progress;
    private long endBytes;

    private ProgressJournal(Path file, boolean fsync, FileChannel channel, Progress progress, long endBytes) {
        this.file = file;
        this.fsync = fsync;
        this.channel = channel;
        this.progress = progress;
        this.endBytes = endBytes;
    }

    /**
     * Opens a journal, which is made if it is not there.
     *
     * @throws IOException when the file cannot be read or written, or is something else than a journal
     */
    public static ProgressJournal open(Path file) throws IOException {
        return open(file, false);
    }

    /**
     * Opens a journal.
     *
     * @param fsync whether each record also reaches the disk before it counts as written
     */
    public static ProgressJournal open(Path file, boolean fsync) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_FILE_BYTES));
            while (content.hasRemaining() && channel.read(content, content.position()) > 0) {}
            content.flip();
            if (!takeHeader(content)) {
                throw new IOException(file + " is not a progress journal: move it away, or choose another directory");
            }
            if (content.position() == 0) {
                channel.truncate(0);
                int header = writeAll(channel, HEADER.asByteBuffer(), 0);
                return new ProgressJournal(file, fsync, channel, Progress.NOTHING, header);
            }
            Progress progress = Progress.NOTHING;
            Optional<Progress> next = JournalCodec.next(content, progress);
            while (next.isPresent()) {
                progress = next.get();
                next = JournalCodec.next(content, progress);
            }
            channel.truncate(content.position());
            return new ProgressJournal(file, fsync, channel, progress, content.position());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Steps over the header; stays at 0 when it was torn or never written; false for another file's content. */
    private static boolean takeHeader(ByteBuffer content) {
        int length = Math.min(content.limit(), HEADER.length());
        if (!content.slice(0, length).equals(HEADER.slice(0, length).asByteBuffer())) {
            return false;
        }
        content.position(length == HEADER.length() ? length : 0);
        return true;
    }

    /** Whether each record also reaches the disk before it counts as written. */
    public boolean fsync() {
        return fsync;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void save(Progress newProgress) throws IOException {
        if (!newProgress.equals(progress)) {
            append(JournalCodec.whole(newProgress));
            progress = newProgress;
        }
    }

    @Override
    public void advance(long stagedBytes) throws IOException {
        append(JournalCodec.staged(stagedBytes));
        progress = progress.withStagedBytes(stagedBytes);
    }

    private void append(ByteBuffer octets) throws IOException {
        if (endBytes > COMPACT_ABOVE_BYTES) {
            compact();
        }
        endBytes += writeAll(channel, octets, endBytes);
        if (fsync) {
            channel.force(false);
        }
    }

    private void compact() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        FileChannel freshChannel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            long end = writeAll(freshChannel, HEADER.asByteBuffer(), 0);
            end += writeAll(freshChannel, JournalCodec.whole(progress), end);
            if (fsync) {
                freshChannel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            channel.close();
            channel = freshChannel;
            endBytes = end;
        } catch (IOException | RuntimeException e) {
            if (channel != freshChannel) {
                freshChannel.close();
            }
            throw e;
        }
    }

    private static int writeAll(FileChannel to, ByteBuffer octets, long offsetBytes) throws IOException {
        int written = 0;
        while (octets.hasRemaining()) {
            written += to.write(octets, offsetBytes + written);
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
