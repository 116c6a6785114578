package io.moult.boot.explore;

/** All that a device's memories hold while it is without power: a row of sectors as {@link Shape} says. Never changed. */
public final class Contents {
    private final Sector[] row;

    Contents(Sector[] row) {
        this.row = row;
    }

    Sector[] row() {
        return row;
    }

    public int sectors() {
        return row.length;
    }

    public Sector sector(int index) {
        return row[index];
    }

    /** Whether some sector takes no write any more. */
    public boolean hasStuck() {
        for (Sector sector : row) {
            if (sector.isStuck()) {
                return true;
            }
        }
        return false;
    }

    /** Whether each sector is the same to the last mark. */
    boolean sameAs(Contents other) {
        for (int sector = 0; sector < row.length; sector++) {
            if (row[sector] != other.row[sector] && !row[sector].sameAs(other.row[sector])) {
                return false;
            }
        }
        return true;
    }

    /** Whether each sector reads the same each time. */
    boolean settled() {
        for (Sector sector : row) {
            if (!sector.settled()) {
                return false;
            }
        }
        return true;
    }
}
