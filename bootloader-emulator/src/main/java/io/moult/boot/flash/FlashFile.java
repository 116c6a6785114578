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
 * The file that stands for a flash device: a head of 4096 octets (magic, format, geometry, a label of its owner,
 * checksum), the raw octets of the flash, two bits a program unit in two rows (programmed since its erase; unstable),
 * one 32-bit erase count a sector, and one octet a sector that is not 0 where the sector is bad.
 */
public final class FlashFile {
    static final int HEAD_BYTES = 4096;

    /** The format that this program writes and reads; it reads no other. */
    public static final int FORMAT = 2;

    private static final byte[] MAGIC = "MOULT-NOR-FLASH\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LABEL_LIMIT_BYTES = 2048;

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

        /** One row of bits, one a unit. */
        int marksBytes() {
            return Math.toIntExact((geometry.unitCount() + 7) / 8);
        }

        long programmedOffset() {
            return HEAD_BYTES + geometry.sizeBytes();
        }

        long unstableOffset() {
            return programmedOffset() + marksBytes();
        }

        long eraseCountsOffset() {
            return unstableOffset() + marksBytes();
        }

        long badOffset() {
            return eraseCountsOffset() + 4L * geometry.sectorCount();
        }

        long fileBytes() {
            return badOffset() + geometry.sectorCount();
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
                for (FlashRegion region : geometry.regions()) {
                    fill(channel, region.erasedValue(), region.sizeBytes());
                }
                fill(channel, 0, description.fileBytes() - channel.position());
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
        if (checksum(head.array()) != head.getInt(HEAD_BYTES - 4)) {
            throw new FlashFileException(file + " is damaged: its head does not match its checksum");
        }
        int format = head.getInt();
        if (format != FORMAT) {
            throw new FlashFileException(file + " has flash file format " + format + " and this program reads format "
                    + FORMAT + ": run it with the version that made it, or make a new device");
        }
        Description description = decodeHead(file, head);
        if (channel.size() != description.fileBytes()) {
            throw new FlashFileException(
                    file + " is truncated: " + channel.size() + " B instead of " + description.fileBytes() + " B");
        }
        return description;
    }

    private static Description decodeHead(Path file, ByteBuffer head) throws FlashFileException {
        try {
            FlashGeometry geometry = FlashGeometry.decode(sized(head));
            return new Description(geometry, sized(head));
        } catch (IllegalArgumentException e) {
            throw new FlashFileException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Bytes sized(ByteBuffer from) {
        byte[] octets = new byte[from.getInt() & 0xfff];
        if (octets.length > from.remaining()) {
            throw new IllegalArgumentException("its head says a field of " + octets.length + " B");
        }
        from.get(octets);
        return Bytes.wrap(octets);
    }

    private static ByteBuffer encodeHead(Description description) {
        Bytes geometry = description.geometry().encode();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(MAGIC).putInt(FORMAT);
        head.putInt(geometry.length()).put(geometry.toArray());
        head.putInt(description.label().length()).put(description.label().toArray());
        head.putInt(HEAD_BYTES - 4, checksum(head.array()));
        return head.clear();
    }

    private static int checksum(byte[] head) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, HEAD_BYTES - 4);
        return (int) crc.getValue();
    }

    private static void fill(FileChannel channel, int value, long lengthBytes) throws IOException {
        byte[] octets = new byte[64 * 1024];
        Arrays.fill(octets, (byte) value);
        for (long left = lengthBytes; left > 0; left -= octets.length) {
            fill(channel, ByteBuffer.wrap(octets, 0, (int) Math.min(left, octets.length)));
        }
    }

    private static void fill(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }
}
