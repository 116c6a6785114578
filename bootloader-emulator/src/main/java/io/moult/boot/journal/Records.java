package io.moult.boot.journal;

import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The form of a record in flash: magic, type, sequence, payload length, CRC32C over all of it; padded to slots of 32
 * octets, a multiple of every program unit. What is neither a whole record nor blank is a torn one: it is absent, and
 * its slots are never used again.
 */
public final class Records {
    /** Every record begins on a multiple of this. */
    public static final int SLOT_BYTES = 32;

    private static final int HEAD_BYTES = 16;
    private static final short MAGIC = 0x4d4a;

    private Records() {}

    /** One whole record. */
    public record Entry(int type, int sequence, Bytes payload) {}

    /**
     * What a region holds.
     *
     * @param usedBytes the end of the last slot that is not blank
     * @param consecutive false if a record between others is missing: it was there once and has rotted
     * @param startsWithEntry whether the first slot is a whole record's
     */
    public record Scan(List<Entry> entries, int usedBytes, boolean consecutive, boolean startsWithEntry) {
        public boolean blank() {
            return usedBytes == 0;
        }
    }

    public static int encodedBytes(int payloadBytes) {
        return (HEAD_BYTES + payloadBytes + SLOT_BYTES - 1) / SLOT_BYTES * SLOT_BYTES;
    }

    public static Bytes encode(int type, int sequence, Bytes payload) {
        ByteBuffer record = ByteBuffer.allocate(encodedBytes(payload.length()));
        record.putShort(MAGIC).put((byte) type).put((byte) 0);
        record.putInt(sequence).putInt(payload.length()).putInt(0);
        record.put(payload.toArray());
        record.putInt(12, checksum(record.array(), payload.length()));
        return Bytes.wrap(record.array());
    }

    /**
     * Reads all that is in a region.
     *
     * @param erasedValue what a blank octet of the region reads as
     */
    public static Scan scan(Bytes region, int erasedValue) {
        List<Entry> entries = new ArrayList<>();
        boolean consecutive = true;
        boolean startsWithEntry = false;
        int used = 0;
        int at = 0;
        while (at + SLOT_BYTES <= region.length()) {
            int length = wholeRecordAt(region, at);
            if (length > 0) {
                ByteBuffer head = region.slice(at, at + HEAD_BYTES).asByteBuffer();
                int payloadBytes = head.getInt(8);
                Entry entry = new Entry(
                        head.get(2) & 0xff,
                        head.getInt(4),
                        region.slice(at + HEAD_BYTES, at + HEAD_BYTES + payloadBytes));
                if (!entries.isEmpty() && entries.get(entries.size() - 1).sequence() + 1 != entry.sequence()) {
                    consecutive = false;
                }
                entries.add(entry);
                startsWithEntry |= at == 0;
                at += length;
                used = at;
            } else {
                if (!isBlank(region.slice(at, at + SLOT_BYTES), erasedValue)) {
                    used = at + SLOT_BYTES;
                }
                at += SLOT_BYTES;
            }
        }
        return new Scan(List.copyOf(entries), used, consecutive, startsWithEntry);
    }

    /** The length of the whole record that begins here, in octets with padding; 0 if there is none. */
    private static int wholeRecordAt(Bytes region, int at) {
        ByteBuffer head = region.slice(at, at + HEAD_BYTES).asByteBuffer();
        int payloadBytes = head.getInt(8);
        if (head.getShort(0) != MAGIC || payloadBytes < 0 || payloadBytes > region.length() - at - HEAD_BYTES) {
            return 0;
        }
        int length = encodedBytes(payloadBytes);
        if (at + length > region.length()) {
            return 0;
        }
        byte[] record = region.slice(at, at + length).toArray();
        return checksum(record, payloadBytes) == head.getInt(12) ? length : 0;
    }

    /** Over head and payload, the checksum's own place taken as zero. */
    private static int checksum(byte[] record, int payloadBytes) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, 12);
        crc.update(record, HEAD_BYTES, payloadBytes);
        return (int) crc.getValue();
    }

    public static boolean isBlank(Bytes octets, int erasedValue) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) != erasedValue) {
                return false;
            }
        }
        return true;
    }
}
