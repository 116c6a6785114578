package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A store in a file. A writer holds the file's lock for as long as it lives; readers take none. */
final class FileStore implements NorStore, Closeable {
    private final FileChannel channel;
    private final FlashFile.Description description;
    private final FlashFile.Options options;
    private final boolean writable;
    private final byte[] marks;

    private FileStore(
            FileChannel channel, FlashFile.Description description, FlashFile.Options options, boolean writable)
            throws IOException {
        this.channel = channel;
        this.description = description;
        this.options = options;
        this.writable = writable;
        this.marks = writable
                ? readFully(description.marksOffset(), description.marksBytes()).array()
                : new byte[0];
    }

    @SuppressWarnings("MustBeClosedChecker")
    static FileStore openForWriting(Path file, FlashFile.Options options) throws IOException {
        requireFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new FlashFileException(file + " is in use: another device runs from it");
            }
            return new FileStore(channel, FlashFile.describe(file, channel), options, true);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static FileStore openReadOnly(Path file) throws IOException {
        requireFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileStore(channel, FlashFile.describe(file, channel), FlashFile.Options.DEFAULT, false);
        } catch (IOException | RuntimeException e) {
            channel.close();
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
        long counter = description.eraseCountsOffset() + 4L * sector;
        ByteBuffer count = ByteBuffer.allocate(4).putInt(0, eraseCount(sector) + 1);
        writeFully(counter, count);
        writeFully(description.dataOffset() + offsetBytes, ByteBuffer.wrap(blank));
        mark(firstUnit, unitCount, false);
        settle();
    }

    @Override
    public int eraseCount(int sector) {
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
            channel.force(false);
        }
    }

    private ByteBuffer readFully(long position, int lengthBytes) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(lengthBytes);
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new EOFException("flash file ends at " + channel.size() + " B");
            }
        }
        return target;
    }

    private void writeFully(long position, ByteBuffer source) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
