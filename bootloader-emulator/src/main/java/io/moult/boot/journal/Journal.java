package io.moult.boot.journal;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of a device, in two alternating sectors. A sector counts when it begins with a whole snapshot;
 * of two that count, the one with the higher sequence does. Owned by one thread.
 *
 * <p>What holds after a power cut anywhere, and why:
 * <ul>
 *   <li>a torn record is absent: it fails its checksum, or its slot reads blank;
 *   <li>its slots are never used again, even when they read blank and are not: the first record after a start goes,
 *       with all that holds, as a snapshot into the other sector;
 *   <li>a sector is never trusted because it looks erased: it is erased right before a snapshot goes into it;
 *   <li>the old sector is erased once the new snapshot is in place, so that it can never be mistaken for news;
 *   <li>a record missing between others has rotted: then the journal as a whole is damaged, and says so.
 * </ul>
 */
public final class Journal {
    /** Sectors that a journal takes. */
    public static final int SECTORS = 2;

    private static final int SNAPSHOT = 1;

    private final Flash flash;
    private final int firstSector;

    private Condition condition;
    private Optional<JournalState> state = Optional.empty();
    private int sector;
    private int records;
    private int sequence;
    private int usedBytes;
    private boolean writtenSinceStart;

    /** Whether the records can be believed. */
    public enum Condition {
        /** There is a state. */
        INTACT,
        /** Never written: both sectors read blank. */
        BLANK,
        /** Something was here and cannot be read as a state any more. */
        DAMAGED
    }

    /** Reads the records; writes nothing. */
    public Journal(Flash flash, int firstSector) throws IOException {
        this.flash = flash;
        this.firstSector = firstSector;
        this.condition = read();
    }

    private Condition read() throws IOException {
        Records.Scan first = scan(0);
        Records.Scan second = scan(1);
        boolean firstCounts = counts(first);
        boolean secondCounts = counts(second);
        sequence = Math.max(lastSequence(first), lastSequence(second));
        if (!firstCounts && !secondCounts) {
            return first.blank() && second.blank() ? Condition.BLANK : Condition.DAMAGED;
        }
        boolean useSecond = secondCounts && (!firstCounts || firstSequence(second) > firstSequence(first));
        sector = useSecond ? 1 : 0;
        Records.Scan used = useSecond ? second : first;
        usedBytes = used.usedBytes();
        records = used.entries().size();
        state = used.consecutive() ? fold(used.entries()) : Optional.empty();
        return state.isPresent() ? Condition.INTACT : Condition.DAMAGED;
    }

    private static Optional<JournalState> fold(List<Records.Entry> entries) {
        try {
            JournalState state = JournalState.decode(entries.get(0).payload());
            for (Records.Entry entry : entries.subList(1, entries.size())) {
                state = JournalEvent.decode(entry).after(state);
            }
            return Optional.of(state);
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private Records.Scan scan(int which) throws IOException {
        int index = firstSector + which;
        FlashGeometry geometry = flash.geometry();
        return Records.scan(
                flash.read(geometry.offsetOfSector(index), geometry.sectorBytes(index)), geometry.erasedValue(index));
    }

    private static boolean counts(Records.Scan scan) {
        return scan.startsWithEntry() && scan.entries().get(0).type() == SNAPSHOT;
    }

    private static int firstSequence(Records.Scan scan) {
        return scan.entries().get(0).sequence();
    }

    private static int lastSequence(Records.Scan scan) {
        return scan.entries().isEmpty()
                ? 0
                : scan.entries().get(scan.entries().size() - 1).sequence();
    }

    public Condition condition() {
        return condition;
    }

    /** The fold of all records; empty unless the journal is intact. */
    public Optional<JournalState> state() {
        return state;
    }

    /** Records in the sector that counts. */
    public int records() {
        return records;
    }

    /** The sector of the flash that counts. */
    public int sector() {
        return firstSector + sector;
    }

    /** Begins anew with this state, whatever was there. */
    public void format(JournalState begin) throws IOException {
        snapshot(1 - sector, begin);
        condition = Condition.INTACT;
    }

    /** Adds one record; durable when it returns, absent if the power goes before. */
    public JournalState append(JournalEvent event) throws IOException {
        JournalState next = event.after(state.orElseThrow(() -> new IllegalStateException("journal is " + condition)));
        Bytes record = Records.encode(event.type(), sequence + 1, event.payload());
        if (!writtenSinceStart || usedBytes + record.length() > flash.geometry().sectorBytes(sector())) {
            snapshot(1 - sector, next);
        } else {
            flash.program(flash.geometry().offsetOfSector(sector()) + usedBytes, record);
            usedBytes += record.length();
            sequence++;
            records++;
            state = Optional.of(next);
        }
        return next;
    }

    private void snapshot(int target, JournalState next) throws IOException {
        Bytes record = Records.encode(SNAPSHOT, sequence + 1, next.encode());
        long offset = flash.geometry().offsetOfSector(firstSector + target);
        flash.erase(firstSector + target);
        flash.program(offset, record);
        if (!flash.read(offset, record.length()).equals(record)) {
            throw new IOException("journal sector " + (firstSector + target) + " does not keep what is written to it");
        }
        flash.erase(firstSector + 1 - target);
        sector = target;
        sequence++;
        records = 1;
        usedBytes = record.length();
        writtenSinceStart = true;
        state = Optional.of(next);
    }
}
