package io.moult.boot.otp;

import io.moult.boot.flash.Flash;
import io.moult.boot.journal.Records;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The records in a memory that nothing erases. What a power cut leaves there can never be mended, and may read as whole
 * today and as torn tomorrow; so each record stands twice, one copy begun when the other was complete, and names the one
 * before it. A record counts for good when its copy was begun: what was seen of it once is seen always.
 *
 * <ul>
 *   <li>a record whose second copy is whole is settled;
 *   <li>the last one, if only its first copy is whole, is loose: it may be unstable, and is written anew, under the same
 *       predecessor, before anybody relies on it;
 *   <li>the records that count are the last one and those that it names, directly and over others. A loose record that
 *       read as torn when the next was written is named by none, and never comes back;
 *   <li>where a named record cannot be found any more, it has rotted, and all settled ones before its successor count.
 * </ul>
 *
 * <p>Assumed of the medium: a unit that reads blank is blank, and one that was touched never reads blank.
 */
final class OtpLog {
    private static final int SECOND_COPY = 0x80;
    private static final int LINK_BYTES = 4;

    private final Flash memory;
    private final List<Found> found = new ArrayList<>();
    private int usedBytes;
    private int sequence;
    private int head;

    /** A record by its first copy, its second, or both. */
    private record Found(int type, int sequence, Bytes payload, boolean settled) {
        int previous() {
            return payload.asByteBuffer().getInt();
        }

        /** Never 0, which names nothing. */
        int name() {
            CRC32C crc = new CRC32C();
            crc.update(type);
            crc.update(payload.asByteBuffer());
            return (int) crc.getValue() | 1;
        }
    }

    /** One record that counts. */
    record Entry(int type, Bytes content) {}

    /** Reads; writes nothing. */
    OtpLog(Flash memory) throws IOException {
        this.memory = memory;
        Records.Scan scan =
                Records.scan(memory.read(0, capacityBytes()), memory.geometry().erasedValue(0));
        for (Records.Entry entry : scan.entries()) {
            if (entry.payload().length() >= LINK_BYTES) {
                take(entry);
            }
            sequence = entry.sequence();
        }
        usedBytes = scan.usedBytes();
        head = found.isEmpty() ? 0 : found.get(found.size() - 1).name();
    }

    private void take(Records.Entry entry) {
        int type = entry.type() & ~SECOND_COPY;
        boolean second = type != entry.type();
        int last = found.size() - 1;
        boolean samePair = second
                && last >= 0
                && found.get(last).sequence() == entry.sequence()
                && found.get(last).payload().equals(entry.payload());
        if (samePair) {
            found.remove(last);
        }
        found.add(new Found(type, entry.sequence(), entry.payload(), second));
    }

    int capacityBytes() {
        return memory.geometry().sectorBytes(0);
    }

    int usedBytes() {
        return usedBytes;
    }

    /** What a record with this much content takes, both copies together. */
    static int costBytes(int contentBytes) {
        return 2 * Records.encodedBytes(LINK_BYTES + contentBytes);
    }

    /** The records that count, oldest first. */
    List<Entry> entries() {
        List<Entry> counting = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        int wanted = head;
        for (int i = found.size() - 1; i >= 0 && wanted != 0; i--) {
            Found one = found.get(i);
            boolean lost = !isThere(wanted, i);
            if (one.name() == wanted || (lost && one.settled())) {
                if (seen.add(one.name())) {
                    counting.add(new Entry(
                            one.type(),
                            one.payload().slice(LINK_BYTES, one.payload().length())));
                }
                wanted = one.previous();
            }
        }
        Collections.reverse(counting);
        return counting;
    }

    private boolean isThere(int name, int from) {
        for (int i = from; i >= 0; i--) {
            if (found.get(i).name() == name) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last record must be written anew before anybody relies on it. */
    boolean loose() {
        return !found.isEmpty() && !found.get(found.size() - 1).settled();
    }

    void settle() throws IOException {
        if (loose()) {
            Found last = found.get(found.size() - 1);
            write(last.type(), last.payload());
        }
    }

    void append(int type, Bytes content) throws IOException {
        settle();
        byte[] payload = ByteBuffer.allocate(LINK_BYTES + content.length())
                .putInt(head)
                .put(content.toArray())
                .array();
        write(type, Bytes.wrap(payload));
    }

    private void write(int type, Bytes payload) throws IOException {
        Bytes first = Records.encode(type, sequence + 1, payload);
        Bytes second = Records.encode(type | SECOND_COPY, sequence + 1, payload);
        if (usedBytes + first.length() + second.length() > capacityBytes()) {
            throw new OtpFullException("one-time-programmable memory is full: " + usedBytes + " of " + capacityBytes()
                    + " B are used, and a record needs " + (first.length() + second.length()) + " B");
        }
        sequence++;
        for (Bytes copy : List.of(first, second)) {
            int at = usedBytes;
            usedBytes += copy.length();
            memory.program(at, copy);
        }
        found.add(new Found(type, sequence, payload, true));
        head = found.get(found.size() - 1).name();
    }
}
