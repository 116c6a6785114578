package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts operations and keeps the list of those that write, in the order in which they were done. An operation that
 * throws was not done, and is not listed. Owned by the thread of the flash.
 */
public final class TracingFlash implements Flash {
    private final Flash flash;
    private final int limit;
    private final List<Operation> writes = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    /** What was done. */
    public enum Kind {
        READ,
        PROGRAM,
        ERASE
    }

    /** One operation; an erase's range is its sector. */
    public record Operation(Kind kind, int sector, long offsetBytes, int lengthBytes) {
        @Override
        public String toString() {
            return kind == Kind.ERASE
                    ? "erase sector " + sector
                    : "program " + lengthBytes + " B at " + offsetBytes + " (sector " + sector + ")";
        }
    }

    /** @param limit how many writes are listed; what comes later is counted only */
    public TracingFlash(Flash flash, int limit) {
        this.flash = flash;
        this.limit = limit;
    }

    @Override
    public FlashGeometry geometry() {
        return flash.geometry();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        Bytes octets = flash.read(offsetBytes, lengthBytes);
        count(Kind.READ);
        return octets;
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        flash.program(offsetBytes, octets);
        list(new Operation(Kind.PROGRAM, geometry().sectorAt(offsetBytes), offsetBytes, octets.length()));
    }

    @Override
    public void erase(int sector) throws IOException {
        flash.erase(sector);
        list(new Operation(
                Kind.ERASE,
                sector,
                geometry().offsetOfSector(sector),
                geometry().sectorBytes(sector)));
    }

    private void list(Operation operation) {
        count(operation.kind());
        if (writes.size() < limit) {
            writes.add(operation);
        }
    }

    private void count(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** How many operations of a kind were done since the beginning or the last {@link #reset}. */
    public long countOf(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The writes in their order. */
    public List<Operation> writes() {
        return Collections.unmodifiableList(writes);
    }

    public void reset() {
        writes.clear();
        counts.clear();
    }
}
