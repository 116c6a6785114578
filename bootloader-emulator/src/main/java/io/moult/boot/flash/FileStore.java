package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A store in a file. A writer holds the file's lock for as long as it lives; readers take none.
 *
 * <p>The file is not read and written through its channel: that would be closed for good when the thread that uses it
 * is interrupted, and a device must not lose its flash by an interrupt.
 */
final class FileStore implements NorStore, Closeable {
    private final RandomAccessFile file;
    private final FlashFile.Description description;
    private final FlashFile.Options options;
    private final boolean writable;
    private final byte[] marks;
    /** As in the file; empty for a reader, who looks there each time. */
    private final ByteBuffer eraseCounts;

    private FileStore(
            RandomAccessFile file, FlashFile.Description description, FlashFile.Options options, boolean writable)
            throws IOException {
        this.file = file;
        this.description = description;
        this.options = options;
        this.writable = writable;
        this.marks = writable
                ? readFully(description.marksOffset(), description.marksBytes()).array()
                : new byte[0];
        this.eraseCounts = readFully(
                description.eraseCountsOffset(),
                writable ? 4 * description.geometry().sectorCount() : 0);
    }

    static FileStore openForWriting(Path path, FlashFile.Options options) throws IOException {
        requireFile(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (!lock(file.getChannel())) {
                throw new FlashFileException(path + " is in use: another device runs from it");
            }
            return new FileStore(file, FlashFile.describe(path, file.getChannel()), options, true);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static FileStore openReadOnly(Path path) throws IOException {
        requireFile(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new FileStore(file, FlashFile.describe(path, file.getChannel()), FlashFile.Options.DEFAULT, false);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void requireFile(Path file) throws FlashFileException {
        if (!Files.isRegularFile(file)) {
            throw new FlashFileException("there is no flash at " + file);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    FlashFile.Description description() {
        return description;
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        return Bytes.wrap(
                readFully(description.dataOffset() + offsetBytes, lengthBytes).array());
    }

    @Override
    public boolean programmed(long unit) {
        return (marks[(int) (unit / 8)] >> (unit % 8) & 1) != 0;
    }

    @Override
    public void program(long offsetBytes, Bytes octets, long firstUnit, int unitCount) throws IOException {
        mark(firstUnit, unitCount, true);
        writeFully(description.dataOffset() + offsetBytes, octets.asByteBuffer());
        settle();
    }

    @Override
    public void erase(long offsetBytes, int lengthBytes, long firstUnit, int unitCount, int sector) throws IOException {
        requireWritable();
        byte[] blank = new byte[lengthBytes];
        Arrays.fill(blank, (byte) 0xff);
        eraseCounts.putInt(4 * sector, eraseCount(sector) + 1);
        writeFully(description.eraseCountsOffset() + 4L * sector, eraseCounts.slice(4 * sector, 4));
        writeFully(description.dataOffset() + offsetBytes, ByteBuffer.wrap(blank));
        mark(firstUnit, unitCount, false);
        settle();
    }

    @Override
    public int eraseCount(int sector) {
        if (writable) {
            return eraseCounts.getInt(4 * sector);
        }
        try {
            return readFully(description.eraseCountsOffset() + 4L * sector, 4).getInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mark(long firstUnit, int unitCount, boolean programmed) throws IOException {
        requireWritable();
        for (long unit = firstUnit; unit < firstUnit + unitCount; unit++) {
            int bit = 1 << (unit % 8);
            int index = (int) (unit / 8);
            marks[index] = (byte) (programmed ? marks[index] | bit : marks[index] & ~bit);
        }
        int first = (int) (firstUnit / 8);
        int end = (int) ((firstUnit + unitCount + 7) / 8);
        writeFully(description.marksOffset() + first, ByteBuffer.wrap(marks, first, end - first));
    }

    private void requireWritable() {
        if (!writable) {
            throw new FlashMisuse("write to a flash that was opened for reading");
        }
    }

    private void settle() throws IOException {
        if (options.fsync()) {
            file.getFD().sync();
        }
    }

    private synchronized ByteBuffer readFully(long position, int lengthBytes) throws IOException {
        byte[] target = new byte[lengthBytes];
        try {
            file.seek(position);
            file.readFully(target);
        } catch (EOFException e) {
            throw new EOFException("flash file ends at " + file.length() + " B");
        }
        return ByteBuffer.wrap(target);
    }

    private synchronized void writeFully(long position, ByteBuffer source) throws IOException {
        byte[] octets = new byte[source.remaining()];
        source.get(octets);
        file.seek(position);
        file.write(octets);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
