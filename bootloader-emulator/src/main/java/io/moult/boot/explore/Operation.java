package io.moult.boot.explore;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One program or erase of a run, with the memories as they were before it. */
public final class Operation {
    private final Sector[] before;
    private final int sector;
    private final int fromBytes;
    private final byte[] octets;
    private final boolean erase;
    private final boolean fuse;

    private Operation(Sector[] before, int sector, int fromBytes, byte[] octets, boolean erase, boolean fuse) {
        this.before = before;
        this.sector = sector;
        this.fromBytes = fromBytes;
        this.octets = octets;
        this.erase = erase;
        this.fuse = fuse;
    }

    static Operation program(Sector[] before, int sector, int fromBytes, byte[] octets, boolean fuse) {
        return new Operation(before, sector, fromBytes, octets, false, fuse);
    }

    static Operation erase(Sector[] before, int sector) {
        return new Operation(before, sector, 0, new byte[0], true, false);
    }

    public int sector() {
        return sector;
    }

    public boolean isErase() {
        return erase;
    }

    boolean onFuses() {
        return fuse;
    }

    /** The sector that it is about, before it. */
    Sector target() {
        return before[sector];
    }

    Sector[] before() {
        return before;
    }

    /** Where in its sector; 0 for an erase. */
    public int fromBytes() {
        return fromBytes;
    }

    /** How many octets it concerns. */
    public int lengthBytes() {
        return erase ? target().lengthBytes() : octets.length;
    }

    byte[] octets() {
        return octets;
    }

    /** The sector when all of it is done. */
    Sector done() {
        if (erase) {
            return target().erase();
        }
        Sector sectorBefore = target();
        byte[] content = sectorBefore.written().clone();
        System.arraycopy(octets, 0, content, fromBytes, octets.length);
        int unitBytes = sectorBefore.unitBytes();
        long[] programmed =
                marked(sectorBefore.programmedUnits(), fromBytes / unitBytes, (fromBytes + octets.length) / unitBytes);
        return new Sector(content, unitBytes, sectorBefore.erasedOctet(), programmed, sectorBefore.unsettledRanges());
    }

    /** How often each sector was erased, by its number. */
    public static SortedMap<Integer, Integer> erases(List<Operation> operations) {
        SortedMap<Integer, Integer> erases = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.isErase()) {
                erases.merge(operation.sector(), 1, Integer::sum);
            }
        }
        return erases;
    }

    static long[] marked(long[] units, int from, int to) {
        long[] marked = units.clone();
        for (int unit = from; unit < to; unit++) {
            marked[unit >> 6] |= 1L << unit;
        }
        return marked;
    }

    /** The row with another content of this sector. */
    Sector[] with(Sector content) {
        Sector[] row = Arrays.copyOf(before, before.length);
        row[sector] = content;
        return row;
    }

    @Override
    public String toString() {
        String where = (fuse ? "fuses" : "sector " + sector);
        return erase ? "erase " + where : "program " + octets.length + " B at " + fromBytes + " of " + where;
    }
}
