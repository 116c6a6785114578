package io.moult.suit.author.image;

import io.moult.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Image files as build tools write them, written for tests. */
final class Written {
    static final String HEX_END = ":00000001FF\n";

    private Written() {}

    /** One record of Intel HEX. */
    static String hex(int kind, int offset, String data) {
        byte[] octets = HexFormat.of().parseHex(data);
        byte[] record = ByteBuffer.allocate(4 + octets.length)
                .put((byte) octets.length)
                .putShort((short) offset)
                .put((byte) kind)
                .put(octets)
                .array();
        int sum = 0;
        for (byte octet : record) {
            sum += octet;
        }
        return String.format(
                Locale.ROOT, ":%s%02X%n", HexFormat.of().withUpperCase().formatHex(record), -sum & 0xff);
    }

    /** One S-record. */
    static String s(int kind, int addressBytes, long address, String data) {
        byte[] octets = HexFormat.of().parseHex(data);
        ByteBuffer record = ByteBuffer.allocate(1 + addressBytes + octets.length);
        record.put((byte) (addressBytes + octets.length + 1));
        for (int i = addressBytes - 1; i >= 0; i--) {
            record.put((byte) (address >>> (8 * i)));
        }
        record.put(octets);
        int sum = 0;
        for (byte octet : record.array()) {
            sum += octet;
        }
        return String.format(
                Locale.ROOT,
                "S%d%s%02X%n",
                kind,
                HexFormat.of().withUpperCase().formatHex(record.array()),
                ~sum & 0xff);
    }

    /** A segment of an ELF file. */
    record Segment(int type, long address, Bytes content, long memoryBytes) {}

    /** An executable ELF file of these segments. */
    static byte[] elf(boolean wide, boolean bigEndian, int type, Segment... segments) {
        int headBytes = wide ? 64 : 52;
        int entryBytes = wide ? 56 : 32;
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer head = ByteBuffer.allocate(headBytes).order(order);
        head.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
        head.putShort(16, (short) type).putInt(20, 1);
        if (wide) {
            head.putLong(32, headBytes);
        } else {
            head.putInt(28, headBytes);
        }
        head.putShort(wide ? 54 : 42, (short) entryBytes).putShort(wide ? 56 : 44, (short) segments.length);
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        long offset = headBytes + (long) segments.length * entryBytes;
        for (Segment segment : segments) {
            ByteBuffer entry = ByteBuffer.allocate(entryBytes).order(order);
            entry.putInt(0, segment.type());
            if (wide) {
                entry.putLong(8, offset + contents.size())
                        .putLong(16, 0x2000_0000L)
                        .putLong(24, segment.address());
                entry.putLong(32, segment.content().length()).putLong(40, segment.memoryBytes());
            } else {
                entry.putInt(4, (int) offset + contents.size())
                        .putInt(8, 0x2000_0000)
                        .putInt(12, (int) segment.address());
                entry.putInt(16, segment.content().length()).putInt(20, (int) segment.memoryBytes());
            }
            table.writeBytes(entry.array());
            contents.writeBytes(segment.content().toArray());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.array());
        all.writeBytes(table.toByteArray());
        all.writeBytes(contents.toByteArray());
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
