package io.moult.boot.journal;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of a device, in two or three sectors that take turns. A sector counts when it begins with a whole
 * snapshot. Of those that count the newest sealed one decides, and where none is sealed the oldest. Owned by one thread.
 *
 * <p>What holds after a power cut anywhere, and why:
 * <ul>
 *   <li>a torn record is absent: it fails its checksum, or its slot reads blank;
 *   <li>its slots are never used again, even when they read blank and are not: the first record after a start goes,
 *       with all that holds, as a snapshot into another sector;
 *   <li>a sector is never trusted because it looks erased: it is erased right before a snapshot goes into it;
 *   <li>a seal behind a record says that the record was finished: it was begun afterwards;
 *   <li>the others are erased once the new snapshot is sealed. Until then the new one decides nothing, for it may be
 *       torn and read whole by chance; from then on the old one decides nothing, for its erase may be torn, and some of
 *       its records may read whole by chance;
 *   <li>of three sectors, neither the one that decides nor the newest is ever the one to be erased first: what may read
 *       differently next time is one of these two, and the other still holds. So one sector may go on reading anew each
 *       time, through any number of cuts. Of two sectors one may, until the start after it has settled the matter;
 *   <li>nothing is done on the word of a record that may read differently next time: {@link #consolidate};
 *   <li>a record missing between others has rotted: then the journal as a whole is damaged, and says so.
 * </ul>
 */
public final class Journal {
    private static final int SNAPSHOT = 1;
    /** All that stands before it in its sector was finished. */
    public static final int SEAL = 14;

    private final Flash flash;
    private final SectorRange sectors;

    private Condition condition;
    private Optional<JournalState> state = Optional.empty();
    private int sector;
    private int next;
    private int records;
    private int sequence;
    private int usedBytes;
    private boolean tidy;
    private boolean writtenSinceStart;

    /** Whether the records can be believed. */
    public enum Condition {
        /** There is a state. */
        INTACT,
        /** Never written: all sectors read blank. */
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
        List<Records.Scan> scans = new ArrayList<>();
        List<Integer> counting = new ArrayList<>();
        for (int which = 0; which < sectors.count(); which++) {
            Records.Scan scan = scan(which);
            scans.add(scan);
            sequence = Math.max(sequence, lastSequence(scan));
            if (counts(scan)) {
                counting.add(which);
            }
        }
        next = 1;
        if (counting.isEmpty()) {
            return scans.stream().allMatch(Records.Scan::blank) ? Condition.BLANK : Condition.DAMAGED;
        }
        counting.sort(Comparator.comparing(which -> -firstSequence(scans.get(which))));
        int newest = counting.get(0);
        int deciding = deciding(scans, counting);
        boolean usable = use(deciding, scans.get(deciding)) || (deciding != newest && use(newest, scans.get(newest)));
        tidy &= counting.size() == 1;
        next = next(scans, counting);
        return usable ? Condition.INTACT : Condition.DAMAGED;
    }

    /** Of sectors that count, the newest first: the newest sealed one, or else the oldest. */
    private static int deciding(List<Records.Scan> scans, List<Integer> counting) {
        return counting.stream()
                .filter(which -> isSealed(scans.get(which)))
                .findFirst()
                .orElse(counting.get(counting.size() - 1));
    }

    /**
     * The sector that may be erased first: rather one that does not count than one that does. Never the one in use, and of
     * three neither the newest nor the one that will decide if the one in use is not read as it is now.
     *
     * @param counting those that count, the newest first
     */
    private int next(List<Records.Scan> scans, List<Integer> counting) {
        List<Integer> others = new ArrayList<>();
        for (int distance = 1; distance < sectors.count(); distance++) {
            int which = (sector + distance) % sectors.count();
            if (sectors.count() == 2 || which != counting.get(0)) {
                others.add(which);
            }
        }
        List<Integer> whole = counting.stream().filter(others::contains).toList();
        if (others.size() > 1 && whole.size() == others.size()) {
            others.remove((Integer) deciding(scans, whole));
        }
        return others.stream()
                .filter(which -> !whole.contains(which))
                .findFirst()
                .orElse(others.get(0));
    }

    private boolean use(int which, Records.Scan scan) {
        List<Records.Entry> entries = scan.entries();
        sector = which;
        usedBytes = scan.usedBytes();
        records = (int) entries.stream().filter(entry -> entry.type() != SEAL).count();
        boolean sealed = entries.get(entries.size() - 1).type() == SEAL;
        tidy = sealed && usedBytes == scan.usedByRecords();
        state = scan.consecutive() ? fold(entries) : Optional.empty();
        return state.isPresent();
    }

    /** Whether the snapshot that it begins with was finished. */
    private static boolean isSealed(Records.Scan scan) {
        return scan.entries().size() > 1 && scan.entries().get(1).type() == SEAL;
    }

    private static Optional<JournalState> fold(List<Records.Entry> entries) {
        try {
            JournalState state = JournalState.decode(entries.get(0).payload());
            for (Records.Entry entry : entries.subList(1, entries.size())) {
                state = entry.type() == SEAL
                        ? state
                        : JournalEvent.decode(entry).after(state);
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
     * Writes what holds as one sealed snapshot, unless it is sealed already: the last record may be one that a power cut
     * tore and that reads whole by chance, now and not at the next start. Before it decides anything it is written anew. A
     * device that has settled writes nothing here.
     */
    public void consolidate() throws IOException {
        if (!tidy && state.isPresent()) {
            snapshot(state.get());
        }
    }

    /** Seals what was added since the start, so that the next start has nothing to consolidate. */
    public void seal() throws IOException {
        Bytes seal = Records.encode(SEAL, sequence + 1, Bytes.EMPTY);
        if (tidy || !writtenSinceStart || !fits(seal)) {
            consolidate();
        } else {
            add(seal);
            tidy = true;
        }
    }

    /** Begins anew with this state, whatever was there. */
    public void format(JournalState begin) throws IOException {
        snapshot(begin);
        condition = Condition.INTACT;
    }

    /** Adds one record; durable when it returns, absent if the power goes before. */
    public JournalState append(JournalEvent event) throws IOException {
        JournalState after = event.after(state.orElseThrow(() -> new IllegalStateException("journal is " + condition)));
        Bytes record = Records.encode(event.type(), sequence + 1, event.payload());
        if (!writtenSinceStart || !fits(record)) {
            snapshot(after);
        } else {
            add(record);
            records++;
            tidy = false;
            state = Optional.of(after);
        }
        return after;
    }

    private boolean fits(Bytes record) {
        return usedBytes + record.length() <= flash.geometry().sectorBytes(sector());
    }

    private void add(Bytes record) throws IOException {
        flash.program(flash.geometry().offsetOfSector(sector()) + usedBytes, record);
        usedBytes += record.length();
        sequence++;
    }

    private void snapshot(JournalState whole) throws IOException {
        Bytes record = Records.encode(SNAPSHOT, sequence + 1, whole.encode());
        int index = sectors.first() + next;
        long offset = flash.geometry().offsetOfSector(index);
        flash.erase(index);
        flash.program(offset, record);
        if (!flash.read(offset, record.length()).equals(record)) {
            throw new IOException("journal sector " + index + " does not keep what is written to it");
        }
        sector = next;
        sequence++;
        usedBytes = record.length();
        add(Records.encode(SEAL, sequence + 1, Bytes.EMPTY));
        for (int distance = 1; distance < sectors.count(); distance++) {
            flash.erase(sectors.first() + (sector + distance) % sectors.count());
        }
        next = (sector + 1) % sectors.count();
        records = 1;
        tidy = true;
        writtenSinceStart = true;
        state = Optional.of(whole);
    }
}
