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
     * @param usedByRecords the end of the last whole record
     * @param consecutive false if a record between others is missing: it was there once and has rotted
     * @param startsWithEntry whether the first slot is a whole record's
     */
    public record Scan(
            List<Entry> entries, int usedBytes, int usedByRecords, boolean consecutive, boolean startsWithEntry) {
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
        record.putInt(12, checksum(Bytes.wrap(record.array()).slice(0, HEAD_BYTES + payload.length())));
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
        int used = nonBlankEnd(region, erasedValue);
        int usedByRecords = 0;
        int at = 0;
        while (at < used) {
            int length = wholeRecordAt(region, at);
            if (length > 0) {
                Entry entry = entryAt(region, at);
                consecutive &=
                        entries.isEmpty() || entries.get(entries.size() - 1).sequence() + 1 == entry.sequence();
                entries.add(entry);
                startsWithEntry |= at == 0;
                at += length;
                usedByRecords = at;
            } else {
                at += SLOT_BYTES;
            }
        }
        return new Scan(List.copyOf(entries), Math.max(at, used), usedByRecords, consecutive, startsWithEntry);
    }

    /** Where blank slots begin of which none but blank ones follow; what a record is padded with may read blank. */
    private static int nonBlankEnd(Bytes region, int erasedValue) {
        ByteBuffer octets = region.asByteBuffer();
        long blank = erasedValue == 0 ? 0 : -1;
        int at = region.length() / SLOT_BYTES * SLOT_BYTES;
        while (at > 0 && octets.getLong(at - Long.BYTES) == blank) {
            at -= Long.BYTES;
        }
        return (at + SLOT_BYTES - 1) / SLOT_BYTES * SLOT_BYTES;
    }

    private static Entry entryAt(Bytes region, int at) {
        ByteBuffer octets = region.asByteBuffer();
        int payloadBytes = octets.getInt(at + 8);
        int payloadAt = at + HEAD_BYTES;
        return new Entry(
                octets.get(at + 2) & 0xff, octets.getInt(at + 4), region.slice(payloadAt, payloadAt + payloadBytes));
    }

    /** The length of the whole record that begins here, in octets with padding; 0 if there is none. */
    private static int wholeRecordAt(Bytes region, int at) {
        ByteBuffer octets = region.asByteBuffer();
        int payloadBytes = octets.getInt(at + 8);
        if (octets.getShort(at) != MAGIC || payloadBytes < 0 || payloadBytes > region.length() - at - HEAD_BYTES) {
            return 0;
        }
        int length = encodedBytes(payloadBytes);
        boolean whole = at + length <= region.length()
                && checksum(region.slice(at, at + HEAD_BYTES + payloadBytes)) == octets.getInt(at + 12);
        return whole ? length : 0;
    }

    /** Over head and payload, without the checksum's own place. */
    private static int checksum(Bytes record) {
        CRC32C crc = new CRC32C();
        record.slice(0, 12).updateChecksum(crc);
        record.slice(HEAD_BYTES, record.length()).updateChecksum(crc);
        return (int) crc.getValue();
    }
}
