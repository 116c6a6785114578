package io.moult.boot.flash;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each sector of a medium has been erased in its life.
 *
 * @param erases by sector
 * @param badSectors those that take nothing any more
 */
public record FlashWear(List<Integer> erases, List<Integer> badSectors) {
    public FlashWear {
        erases = List.copyOf(erases);
        badSectors = List.copyOf(badSectors);
    }

    public static FlashWear of(NorFlash medium) {
        List<Integer> erases = new ArrayList<>();
        List<Integer> bad = new ArrayList<>();
        for (int sector = 0; sector < medium.geometry().sectorCount(); sector++) {
            erases.add(medium.eraseCount(sector));
            if (medium.bad(sector)) {
                bad.add(sector);
            }
        }
        return new FlashWear(erases, bad);
    }

    public int most() {
        return erases.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    public long total() {
        return erases.stream().mapToLong(Integer::longValue).sum();
    }

    public double mean() {
        return erases.isEmpty() ? 0 : (double) total() / erases.size();
    }

    /** What has been added since an earlier look at the same medium. */
    public FlashWear since(FlashWear earlier) {
        List<Integer> more = new ArrayList<>();
        for (int sector = 0; sector < erases.size(); sector++) {
            more.add(erases.get(sector) - earlier.erases.get(sector));
        }
        return new FlashWear(more, badSectors);
    }
}
