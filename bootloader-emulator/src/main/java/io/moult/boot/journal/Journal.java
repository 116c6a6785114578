package io.moult.boot.journal;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of a device, in two alternating sectors. A sector counts when it begins with a whole snapshot;
 * of two that count, the older one does: the newer was not finished. Owned by one thread.
 *
 * <p>What holds after a power cut anywhere, and why:
 * <ul>
 *   <li>a torn record is absent: it fails its checksum, or its slot reads blank;
 *   <li>its slots are never used again, even when they read blank and are not: the first record after a start goes,
 *       with all that holds, as a snapshot into the other sector;
 *   <li>a sector is never trusted because it looks erased: it is erased right before a snapshot goes into it;
 *   <li>the old sector is erased once the new snapshot is in place, so that it can never be mistaken for news;
 *       until then the new one decides nothing, for it may be torn and read whole by chance;
 *   <li>nothing is done on the word of a record that may read differently next time: {@link #consolidate};
 *   <li>a record missing between others has rotted: then the journal as a whole is damaged, and says so.
 * </ul>
 */
public final class Journal {
    private static final int SNAPSHOT = 1;

    private final Flash flash;
    private final SectorRange sectors;

    private Condition condition;
    private Optional<JournalState> state = Optional.empty();
    private int sector;
    private int records;
    private int sequence;
    private int usedBytes;
    private int usedByRecords;
    private boolean tidy;
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
    public Journal(Flash flash, SectorRange sectors) throws IOException {
        this.flash = flash;
        this.sectors = sectors;
        this.condition = read();
    }

    private Condition read() throws IOException {
        Records.Scan[] scans = {scan(0), scan(1)};
        sequence = Math.max(lastSequence(scans[0]), lastSequence(scans[1]));
        boolean both = counts(scans[0]) && counts(scans[1]);
        boolean secondIsOlder = both && firstSequence(scans[1]) < firstSequence(scans[0]);
        int older = secondIsOlder || !counts(scans[0]) ? 1 : 0;
        if (!counts(scans[older])) {
            return scans[0].blank() && scans[1].blank() ? Condition.BLANK : Condition.DAMAGED;
        }
        boolean usable = use(older, scans[older]) || (both && use(1 - older, scans[1 - older]));
        tidy = records == 1 && usedBytes == usedByRecords && scans[1 - sector].blank();
        return usable ? Condition.INTACT : Condition.DAMAGED;
    }

    private boolean use(int which, Records.Scan scan) {
        sector = which;
        usedBytes = scan.usedBytes();
        usedByRecords = scan.usedByRecords();
        records = scan.entries().size();
        state = scan.consecutive() ? fold(scan.entries()) : Optional.empty();
        return state.isPresent();
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
        int index = sectors.first() + which;
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
        return sectors.first() + sector;
    }

    /**
     * Writes what holds as one snapshot, unless the journal is nothing but that: the last record may be one that a power
     * cut tore and that reads whole by chance, now and not at the next start. Before it decides anything it is written
     * anew. A device that has settled writes nothing here.
     */
    public void consolidate() throws IOException {
        if (!tidy && state.isPresent()) {
            snapshot(1 - sector, state.get());
        }
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
        long offset = flash.geometry().offsetOfSector(sectors.first() + target);
        flash.erase(sectors.first() + target);
        flash.program(offset, record);
        if (!flash.read(offset, record.length()).equals(record)) {
            throw new IOException(
                    "journal sector " + (sectors.first() + target) + " does not keep what is written to it");
        }
        flash.erase(sectors.first() + 1 - target);
        sector = target;
        sequence++;
        records = 1;
        usedBytes = record.length();
        tidy = true;
        writtenSinceStart = true;
        state = Optional.of(next);
    }
}
