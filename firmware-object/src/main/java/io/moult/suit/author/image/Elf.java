package io.moult.suit.author.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads the loadable segments of an executable ELF file, of 32 or 64 bits, in either byte order, at their physical
 * addresses: where a programmer puts them. Of a segment that is larger in memory than in the file only what is in the file
 * is content. Sections, symbols and relocations are not looked at; a file that still has to be linked is refused.
 */
final class Elf {
    private static final int IDENTIFICATION_BYTES = 16;
    private static final int MOST_SEGMENTS = 1024;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int TYPE_SHARED = 3;
    private static final int SEGMENT_LOADABLE = 1;

    private final FileChannel file;
    private final boolean wide;
    private final ByteOrder order;

    private Elf(FileChannel file, boolean wide, ByteOrder order) {
        this.file = file;
        this.wide = wide;
        this.order = order;
    }

    static LoadableContent read(FileChannel file) throws IOException {
        ByteBuffer identification = read(file, 0, IDENTIFICATION_BYTES);
        int octets = identification.get(4);
        int data = identification.get(5);
        if ((octets != 1 && octets != 2) || (data != 1 && data != 2) || identification.get(6) != 1) {
            throw new ImageFileException("is an ELF file of an unknown class, byte order or version");
        }
        return new Elf(file, octets == 2, data == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN).read();
    }

    private LoadableContent read() throws IOException {
        ByteBuffer head = read(file, 0, wide ? 64 : 52).order(order);
        int type = head.getShort(16) & 0xffff;
        if (type != TYPE_EXECUTABLE && type != TYPE_SHARED) {
            throw new ImageFileException("is an ELF file that is not executable: it still has to be linked");
        }
        long tableOffset = wide ? head.getLong(32) : head.getInt(28) & 0xffffffffL;
        int entryBytes = head.getShort(wide ? 54 : 42) & 0xffff;
        int entries = head.getShort(wide ? 56 : 44) & 0xffff;
        if (entries > 0 && entryBytes != (wide ? 56 : 32)) {
            throw new ImageFileException("is an ELF file whose segment headers have " + entryBytes + " octets");
        }
        if (entries > MOST_SEGMENTS) {
            throw new ImageFileException("is an ELF file with more than " + MOST_SEGMENTS + " segments");
        }
        LoadableContent content = new LoadableContent();
        for (int i = 0; i < entries; i++) {
            readSegment(
                    read(file, offset(tableOffset, (long) i * entryBytes), entryBytes)
                            .order(order),
                    content);
        }
        return content;
    }

    private void readSegment(ByteBuffer entry, LoadableContent content) throws IOException {
        if (entry.getInt(0) != SEGMENT_LOADABLE) {
            return;
        }
        long offset = wide ? entry.getLong(8) : entry.getInt(4) & 0xffffffffL;
        long address = wide ? entry.getLong(24) : entry.getInt(12) & 0xffffffffL;
        long fileBytes = wide ? entry.getLong(32) : entry.getInt(16) & 0xffffffffL;
        long memoryBytes = wide ? entry.getLong(40) : entry.getInt(20) & 0xffffffffL;
        if (fileBytes == 0) {
            return;
        }
        if (fileBytes < 0 || memoryBytes < fileBytes) {
            throw new ImageFileException("is an ELF file with a segment that is larger than its memory");
        }
        if (fileBytes > LoadableContent.MOST_BYTES) {
            throw new ImageFileException(
                    "is an ELF file with a segment of more than " + LoadableContent.MOST_BYTES + " octets");
        }
        if (address < 0 || address > Long.MAX_VALUE - fileBytes || (!wide && address + fileBytes > 1L << 32)) {
            throw new ImageFileException("is an ELF file with a segment that runs over the last address");
        }
        byte[] octets = read(file, offset, (int) fileBytes).array();
        content.add(address, octets, 0, octets.length);
    }

    private static long offset(long table, long within) throws ImageFileException {
        if (table < 0 || table > Long.MAX_VALUE - within) {
            throw truncated();
        }
        return table + within;
    }

    /** All of so many octets, which are asked for only when the file has them. */
    private static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
        if (offset < 0 || offset > file.size() - length) {
            throw truncated();
        }
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (file.read(octets, offset + octets.position()) < 0) {
                throw truncated();
            }
        }
        return octets.flip();
    }

    private static ImageFileException truncated() {
        return new ImageFileException("is an ELF file that ends too early");
    }
}
