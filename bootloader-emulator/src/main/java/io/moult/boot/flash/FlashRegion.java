package io.moult.boot.flash;

import java.util.Objects;

/**
 * Equal sectors in a row of one part (a chip, or the flash inside the processor). A sector is the unit of erasing and
 * consists of program units, the unit of writing.
 *
 * @param part the part's name, such as {@code internal}: 1 to 32 characters of a–z, 0–9 and hyphen
 * @param programUnitBytes 1, 2, 4, 8, 16 or 32
 * @param erasedValue what an erased octet reads as: 0xff or 0x00
 * @param enduranceErases how many erases a sector bears; the next one fails, and the sector is bad; 0 for no limit
 */
public record FlashRegion(
        String part, int sectorBytes, int sectorCount, int programUnitBytes, int erasedValue, int enduranceErases) {
    /** The part's name where nobody gives one. */
    public static final String INTERNAL = "internal";

    /** The name of a part that can be programmed and never be erased. */
    public static final String FUSES = "fuses";

    private static final int PART_LIMIT = 32;

    public FlashRegion {
        Objects.requireNonNull(part);
        if (part.length() > PART_LIMIT || !part.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("part \"" + part + "\"; say 1 to " + PART_LIMIT + " of a-z, 0-9 and -");
        }
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
        if (erasedValue != 0xff && erasedValue != 0x00) {
            throw new IllegalArgumentException("erased value " + erasedValue + "; must be 255 or 0");
        }
        if (enduranceErases < 0) {
            throw new IllegalArgumentException("endurance of " + enduranceErases + " erases");
        }
    }

    public long sizeBytes() {
        return (long) sectorBytes * sectorCount;
    }

    /** Whether nothing erases it. */
    public boolean fuses() {
        return part.equals(FUSES);
    }

    public int unitsPerSector() {
        return sectorBytes / programUnitBytes;
    }
}
