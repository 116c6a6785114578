package io.moult.boot.topology;

/** Sectors in a row, by their number in the whole flash from 0; at least one. */
public record SectorRange(int first, int count) {
    public SectorRange {
        if (first < 0 || count < 1 || first > Integer.MAX_VALUE - count) {
            throw new IllegalArgumentException("sectors from " + first + ", " + count + " of them");
        }
    }

    /** The sector after the last one. */
    public int end() {
        return first + count;
    }

    public boolean contains(int sector) {
        return sector >= first && sector < end();
    }

    public boolean overlaps(SectorRange other) {
        return first < other.end() && other.first < end();
    }

    /** Such as {@code 4..7}. */
    @Override
    public String toString() {
        return first + ".." + (end() - 1);
    }
}
