package io.moult.boot.explore;

import io.moult.boot.flash.FlashGeometry;
import java.util.BitSet;
import java.util.Set;

/**
 * The memories of a machine as one row of sectors: those of the flash, then the one of the fuses. It also says which
 * flash sectors hold records, one behind the other: there an interrupted erase can be read with any number of records
 * left, and elsewhere only whole contents count.
 */
public final class Shape {
    private final FlashGeometry flash;
    private final FlashGeometry fuses;
    private final BitSet recordSectors = new BitSet();
    private final int[] sectorBytes;
    private final int[] unitBytes;
    private final int[] erasedValue;

    /**
     * @param recordSectors flash sectors that hold checksummed records
     */
    public Shape(FlashGeometry flash, FlashGeometry fuses, Set<Integer> recordSectors) {
        this.flash = flash;
        this.fuses = fuses;
        int count = flash.sectorCount() + fuses.sectorCount();
        this.sectorBytes = new int[count];
        this.unitBytes = new int[count];
        this.erasedValue = new int[count];
        for (int sector = 0; sector < count; sector++) {
            boolean isFuse = sector >= flash.sectorCount();
            FlashGeometry from = isFuse ? fuses : flash;
            int index = isFuse ? sector - flash.sectorCount() : sector;
            sectorBytes[sector] = from.sectorBytes(index);
            unitBytes[sector] = from.programUnitBytes(index);
            erasedValue[sector] = from.erasedValue(index);
            this.recordSectors.set(sector, isFuse || recordSectors.contains(sector));
        }
    }

    public FlashGeometry flash() {
        return flash;
    }

    public FlashGeometry fuses() {
        return fuses;
    }

    /** Sectors of both memories. */
    public int sectors() {
        return sectorBytes.length;
    }

    /** Where the fuses begin in the row. */
    public int firstFuse() {
        return flash.sectorCount();
    }

    public boolean isFuse(int sector) {
        return sector >= flash.sectorCount();
    }

    public boolean holdsRecords(int sector) {
        return recordSectors.get(sector);
    }

    public int sectorBytes(int sector) {
        return sectorBytes[sector];
    }

    public int unitBytes(int sector) {
        return unitBytes[sector];
    }

    public int erasedValue(int sector) {
        return erasedValue[sector];
    }

    /** A row of blank sectors. */
    Sector[] blank() {
        Sector[] row = new Sector[sectors()];
        for (int sector = 0; sector < row.length; sector++) {
            row[sector] = Sector.blank(sectorBytes[sector], unitBytes[sector], erasedValue[sector]);
        }
        return row;
    }
}
