package io.moult.boot.topology;

/**
 * How large a ready-made topology is: the shape of its sectors, and how many of them are given to what.
 *
 * @param erasedValue 0xff or 0x00
 * @param envelopeSectors of one envelope area
 * @param slotSectors of the main component's slot; others are as large or half as large
 * @param golden whether there are golden images
 * @param journalSectors 2 or 3
 */
public record Scale(
        int sectorBytes,
        int programUnitBytes,
        int erasedValue,
        int envelopeSectors,
        int slotSectors,
        boolean golden,
        int journalSectors) {
    private static final int SECTOR_BYTES = 4096;

    /** With a journal of two sectors. */
    public Scale(
            int sectorBytes,
            int programUnitBytes,
            int erasedValue,
            int envelopeSectors,
            int slotSectors,
            boolean golden) {
        this(sectorBytes, programUnitBytes, erasedValue, envelopeSectors, slotSectors, golden, 2);
    }

    /** 4 KiB sectors, 8-octet units, envelopes of up to 64 KiB, slots of at least this size. */
    public static Scale ofSlotBytes(long slotBytes) {
        if (slotBytes < 1 || slotBytes > 1L << 30) {
            throw new IllegalArgumentException("a slot of " + slotBytes + " B; say 1 B to 1 GiB");
        }
        int sectors = (int) ((slotBytes + SECTOR_BYTES - 1) / SECTOR_BYTES);
        return new Scale(SECTOR_BYTES, 8, 0xff, 17, sectors, false);
    }

    /** For exploring: sectors of 256 octets. */
    public static Scale tiny(int slotSectors) {
        return new Scale(256, 8, 0xff, 3, slotSectors, false);
    }

    public Scale withGolden() {
        return new Scale(
                sectorBytes, programUnitBytes, erasedValue, envelopeSectors, slotSectors, true, journalSectors);
    }

    public Scale withJournalSectors(int count) {
        return new Scale(sectorBytes, programUnitBytes, erasedValue, envelopeSectors, slotSectors, golden, count);
    }
}
