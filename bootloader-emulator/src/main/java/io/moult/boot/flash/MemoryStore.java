package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import java.util.BitSet;

/** A store in RAM: lives as long as the object. */
final class MemoryStore implements NorStore {
    private final byte[] octets;
    private final BitSet programmed;
    private final BitSet unstable;
    private final BitSet bad;
    private final int[] eraseCounts;

    MemoryStore(FlashGeometry geometry) {
        this.octets = new byte[Math.toIntExact(geometry.sizeBytes())];
        int at = 0;
        for (FlashRegion region : geometry.regions()) {
            int end = at + (int) region.sizeBytes();
            Arrays.fill(octets, at, end, (byte) region.erasedValue());
            at = end;
        }
        this.programmed = new BitSet();
        this.unstable = new BitSet();
        this.bad = new BitSet();
        this.eraseCounts = new int[geometry.sectorCount()];
    }

    private MemoryStore(MemoryStore origin) {
        this.octets = origin.octets.clone();
        this.programmed = (BitSet) origin.programmed.clone();
        this.unstable = (BitSet) origin.unstable.clone();
        this.bad = (BitSet) origin.bad.clone();
        this.eraseCounts = origin.eraseCounts.clone();
    }

    MemoryStore copy() {
        return new MemoryStore(this);
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) {
        return Bytes.copyOf(octets, Math.toIntExact(offsetBytes), lengthBytes);
    }

    @Override
    public boolean programmed(long unit) {
        return programmed.get(Math.toIntExact(unit));
    }

    @Override
    public boolean unstable(long unit) {
        return unstable.get(Math.toIntExact(unit));
    }

    @Override
    public boolean anyUnstable() {
        return !unstable.isEmpty();
    }

    @Override
    public void program(long offsetBytes, Bytes data, Units units) {
        programmed.set((int) units.first(), (int) units.first() + units.count());
        alter(offsetBytes, data);
    }

    @Override
    public void erase(int sector, long offsetBytes, Bytes blank, Units units) {
        alter(offsetBytes, blank);
        programmed.clear((int) units.first(), (int) units.first() + units.count());
        unstable.clear((int) units.first(), (int) units.first() + units.count());
        eraseCounts[sector]++;
    }

    @Override
    public void destabilise(Units units) {
        programmed.set((int) units.first(), (int) units.first() + units.count());
        unstable.set((int) units.first(), (int) units.first() + units.count());
    }

    @Override
    public void alter(long offsetBytes, Bytes data) {
        data.copyInto(octets, Math.toIntExact(offsetBytes));
    }

    @Override
    public int eraseCount(int sector) {
        return eraseCounts[sector];
    }

    @Override
    public boolean bad(int sector) {
        return bad.get(sector);
    }

    @Override
    public void spoil(int sector) {
        bad.set(sector);
    }
}
