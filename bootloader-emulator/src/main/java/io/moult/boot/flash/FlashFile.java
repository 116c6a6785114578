package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The file that stands for a flash device: a head of 4096 octets (magic, geometry, a label of its owner, checksum), the
 * raw octets of the flash, one bit a program unit (programmed since its erase), and one 32-bit erase count a sector.
 */
public final class FlashFile {
    static final int HEAD_BYTES = 4096;
    private static final byte[] MAGIC = "MOULT-NOR-FLASH\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int LABEL_LIMIT_BYTES = 1024;

    private FlashFile() {}

    /** How a file is written. Without fsync what is written survives the process, not the machine. */
    public record Options(boolean fsync) {
        public static final Options DEFAULT = new Options(false);
    }

    /** What the head says. The label is its owner's: who wrote it knows how to read it. */
    public record Description(FlashGeometry geometry, Bytes label) {
        long dataOffset() {
            return HEAD_BYTES;
        }

        long marksOffset() {
            return HEAD_BYTES + geometry.sizeBytes();
        }

        int marksBytes() {
            long units = geometry.sizeBytes() / geometry.programUnitBytes();
            return Math.toIntExact((units + 7) / 8);
        }

        long eraseCountsOffset() {
            return marksOffset() + marksBytes();
        }

        long fileBytes() {
            return eraseCountsOffset() + 4L * geometry.sectorCount();
        }
    }

    /** Makes a blank flash, whole or not at all: written beside, then renamed. An existing file is refused. */
    public static void create(Path file, FlashGeometry geometry, Bytes label) throws IOException {
        if (Files.exists(file)) {
            throw new FlashFileException(file + " is there already; a flash is never overwritten");
        }
        if (label.length() > LABEL_LIMIT_BYTES) {
            throw new IllegalArgumentException("label of " + label.length() + " B");
        }
        Description description = new Description(geometry, label);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                fill(channel, encodeHead(description));
                byte[] blank = new byte[64 * 1024];
                Arrays.fill(blank, (byte) 0xff);
                for (long left = geometry.sizeBytes(); left > 0; left -= blank.length) {
                    fill(channel, ByteBuffer.wrap(blank, 0, (int) Math.min(left, blank.length)));
                }
                Arrays.fill(blank, (byte) 0);
                for (long left = description.fileBytes() - channel.position(); left > 0; left -= blank.length) {
                    fill(channel, ByteBuffer.wrap(blank, 0, (int) Math.min(left, blank.length)));
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FlashFileException(file + " cannot be made: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Reads the head of a file and checks that it is a whole flash. */
    public static Description describe(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FlashFileException("there is no flash at " + file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return describe(file, channel);
        }
    }

    static Description describe(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // until the head is full or the file ends
        }
        head.flip();
        byte[] magic = new byte[MAGIC.length];
        if (head.remaining() >= MAGIC.length) {
            head.get(magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new FlashFileException(file + " is not a flash of an emulated device");
        }
        if (head.limit() < HEAD_BYTES) {
            throw new FlashFileException(file + " is truncated: " + head.limit() + " B");
        }
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, HEAD_BYTES - 4);
        if ((int) crc.getValue() != head.getInt(HEAD_BYTES - 4)) {
            throw new FlashFileException(file + " is damaged: its head does not match its checksum");
        }
        int format = head.getInt();
        if (format != FORMAT) {
            throw new FlashFileException(file + " has format " + format + "; this program reads " + FORMAT);
        }
        FlashGeometry geometry = new FlashGeometry(head.getInt(), head.getInt(), head.getInt());
        byte[] label = new byte[Math.min(head.getInt(), LABEL_LIMIT_BYTES)];
        head.get(label);
        Description description = new Description(geometry, Bytes.wrap(label));
        if (channel.size() != description.fileBytes()) {
            throw new FlashFileException(
                    file + " is truncated: " + channel.size() + " B instead of " + description.fileBytes() + " B");
        }
        return description;
    }

    private static ByteBuffer encodeHead(Description description) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(MAGIC).putInt(FORMAT);
        head.putInt(description.geometry().sectorBytes());
        head.putInt(description.geometry().sectorCount());
        head.putInt(description.geometry().programUnitBytes());
        head.putInt(description.label().length()).put(description.label().toArray());
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, HEAD_BYTES - 4);
        head.putInt(HEAD_BYTES - 4, (int) crc.getValue());
        return head.clear();
    }

    private static void fill(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }
}
