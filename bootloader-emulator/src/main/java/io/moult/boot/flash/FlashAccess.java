package io.moult.boot.flash;

import java.util.EnumSet;
import java.util.Set;

/** What a master may do with some sectors in a row. */
public record FlashAccess(int firstSector, int sectorCount, Set<Right> rights) {
    /** One kind of access. */
    public enum Right {
        READ,
        PROGRAM,
        ERASE
    }

    public FlashAccess {
        rights = Set.copyOf(rights);
        if (firstSector < 0 || sectorCount < 1) {
            throw new IllegalArgumentException(sectorCount + " sectors from sector " + firstSector);
        }
    }

    public static FlashAccess readOnly(int firstSector, int sectorCount) {
        return new FlashAccess(firstSector, sectorCount, Set.of(Right.READ));
    }

    public static FlashAccess full(int firstSector, int sectorCount) {
        return new FlashAccess(firstSector, sectorCount, EnumSet.allOf(Right.class));
    }

    boolean allows(Right right, int sector) {
        return sector >= firstSector && sector - firstSector < sectorCount && rights.contains(right);
    }
}
