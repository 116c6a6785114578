package io.moult.boot.flash;

/**
 * The shape of a flash device, as data: uniform sectors, the unit of erasing, made of program units, the unit of
 * writing.
 */
public record FlashGeometry(int sectorBytes, int sectorCount, int programUnitBytes) {
    public FlashGeometry {
        if (programUnitBytes < 1 || programUnitBytes > 32 || Integer.bitCount(programUnitBytes) != 1) {
            throw new IllegalArgumentException(
                    "program unit of " + programUnitBytes + " B; must be 1, 2, 4, 8, 16 or 32");
        }
        if (sectorBytes < programUnitBytes || sectorBytes % programUnitBytes != 0) {
            throw new IllegalArgumentException(
                    "sector of " + sectorBytes + " B is no multiple of the program unit of " + programUnitBytes + " B");
        }
        if (sectorCount < 1) {
            throw new IllegalArgumentException("flash of " + sectorCount + " sectors");
        }
        Math.multiplyExact((long) sectorBytes, (long) sectorCount);
    }

    public long sizeBytes() {
        return (long) sectorBytes * sectorCount;
    }

    public int unitsPerSector() {
        return sectorBytes / programUnitBytes;
    }

    public long offsetOfSector(int sector) {
        if (sector < 0 || sector >= sectorCount) {
            throw new IndexOutOfBoundsException("sector " + sector + " of " + sectorCount);
        }
        return (long) sector * sectorBytes;
    }
}
