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
    /** As in the file; empty for a reader, as are the erase counts: it looks there each time. */
    private final FileMarks programmed;

    private final FileMarks unstable;
    private final ByteBuffer eraseCounts;
    private final ByteBuffer bad;
    private boolean anyUnstable;

    private FileStore(
            RandomAccessFile file, FlashFile.Description description, FlashFile.Options options, boolean writable)
            throws IOException {
        this.file = file;
        this.description = description;
        this.options = options;
        this.writable = writable;
        int sectors = description.geometry().sectorCount();
        this.programmed =
                new FileMarks(readFully(description.programmedOffset(), writable ? description.marksBytes() : 0)
                        .array());
        this.unstable = new FileMarks(readFully(description.unstableOffset(), description.marksBytes())
                .array());
        this.eraseCounts = readFully(description.eraseCountsOffset(), writable ? 4 * sectors : 0);
        this.bad = readFully(description.badOffset(), sectors);
        this.anyUnstable = !unstable.none();
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
        return programmed.get(unit);
    }

    @Override
    public boolean unstable(long unit) {
        return unstable.get(unit);
    }

    @Override
    public boolean anyUnstable() {
        return anyUnstable;
    }

    @Override
    public void program(long offsetBytes, Bytes octets, Units units) throws IOException {
        requireWritable();
        mark(programmed, description.programmedOffset(), units, true);
        writeFully(description.dataOffset() + offsetBytes, octets.asByteBuffer());
        settle();
    }

    @Override
    public void erase(int sector, long offsetBytes, Bytes blank, Units units) throws IOException {
        requireWritable();
        eraseCounts.putInt(4 * sector, eraseCount(sector) + 1);
        writeFully(description.eraseCountsOffset() + 4L * sector, eraseCounts.slice(4 * sector, 4));
        writeFully(description.dataOffset() + offsetBytes, blank.asByteBuffer());
        mark(programmed, description.programmedOffset(), units, false);
        if (anyUnstable) {
            mark(unstable, description.unstableOffset(), units, false);
            anyUnstable = !unstable.none();
        }
        settle();
    }

    @Override
    public void destabilise(Units units) throws IOException {
        requireWritable();
        mark(programmed, description.programmedOffset(), units, true);
        mark(unstable, description.unstableOffset(), units, true);
        anyUnstable = true;
        settle();
    }

    @Override
    public void alter(long offsetBytes, Bytes octets) throws IOException {
        requireWritable();
        writeFully(description.dataOffset() + offsetBytes, octets.asByteBuffer());
        settle();
    }

    @Override
    public boolean bad(int sector) {
        return bad.get(sector) != 0;
    }

    @Override
    public void spoil(int sector) throws IOException {
        requireWritable();
        bad.put(sector, (byte) 1);
        writeFully(description.badOffset() + sector, bad.slice(sector, 1));
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

    private void mark(FileMarks marks, long offsetBytes, Units units, boolean value) throws IOException {
        marks.set(units, value);
        writeFully(offsetBytes + FileMarks.firstOctet(units), marks.octetsOf(units));
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
