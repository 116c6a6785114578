package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import java.util.BitSet;

/** A store in RAM: lives as long as the object. */
final class MemoryStore implements NorStore {
    private final byte[] octets;
    private final BitSet programmed;
    private final int[] eraseCounts;

    MemoryStore(FlashGeometry geometry) {
        this.octets = new byte[Math.toIntExact(geometry.sizeBytes())];
        Arrays.fill(octets, (byte) 0xff);
        this.programmed = new BitSet();
        this.eraseCounts = new int[geometry.sectorCount()];
    }

    private MemoryStore(MemoryStore origin) {
        this.octets = origin.octets.clone();
        this.programmed = (BitSet) origin.programmed.clone();
        this.eraseCounts = origin.eraseCounts.clone();
    }

    MemoryStore copy() {
        return new MemoryStore(this);
    }

    void flip(long bit) {
        octets[Math.toIntExact(bit / 8)] ^= (byte) (1 << (bit % 8));
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
    public void program(long offsetBytes, Bytes data, long firstUnit, int unitCount) {
        programmed.set((int) firstUnit, (int) firstUnit + unitCount);
        data.copyInto(octets, Math.toIntExact(offsetBytes));
    }

    @Override
    public void erase(long offsetBytes, int lengthBytes, long firstUnit, int unitCount, int sector) {
        Arrays.fill(octets, (int) offsetBytes, (int) offsetBytes + lengthBytes, (byte) 0xff);
        programmed.clear((int) firstUnit, (int) firstUnit + unitCount);
        eraseCounts[sector]++;
    }

    @Override
    public int eraseCount(int sector) {
        return eraseCounts[sector];
    }
}
