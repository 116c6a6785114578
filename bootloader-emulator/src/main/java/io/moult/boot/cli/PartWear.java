package io.moult.boot.cli;

import io.moult.boot.flash.FlashRegion;
import io.moult.boot.flash.NorFlash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a region of a device's flash is worn, in its whole life.
 *
 * @param most erases of its most worn sector
 * @param bad the sectors that take no program and no erase any more
 */
record PartWear(FlashRegion region, int firstSector, int most, int mostAt, List<Integer> bad) {
    PartWear {
        bad = List.copyOf(bad);
    }

    static List<PartWear> of(NorFlash flash) {
        List<PartWear> parts = new ArrayList<>();
        int first = 0;
        for (FlashRegion region : flash.geometry().regions()) {
            int end = first + region.sectorCount();
            int mostAt = first;
            List<Integer> bad = new ArrayList<>();
            for (int sector = first; sector < end; sector++) {
                mostAt = flash.eraseCount(sector) > flash.eraseCount(mostAt) ? sector : mostAt;
                if (flash.bad(sector)) {
                    bad.add(sector);
                }
            }
            parts.add(new PartWear(region, first, flash.eraseCount(mostAt), mostAt, bad));
            first = end;
        }
        return parts;
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("part", region.part());
        object.put("firstSector", firstSector);
        object.put("sectors", region.sectorCount());
        object.put("sectorBytes", region.sectorBytes());
        object.put("enduranceErases", limited() ? region.enduranceErases() : null);
        object.put("most", most);
        object.put("usedPercent", limited() ? usedPercent() : null);
        object.put("badSectors", bad);
        return object;
    }

    String words() {
        String where = region.part() + " flash, sectors " + firstSector + " to "
                + (firstSector + region.sectorCount() - 1) + ": ";
        String wear = limited()
                ? "a sector bears " + region.enduranceErases() + " erases, "
                        + String.format(Locale.ROOT, "%.2f", usedPercent()) + " % used"
                        + (most == 0 ? "" : " in sector " + mostAt)
                : "a sector bears any number of erases";
        return where
                + wear
                + (bad.isEmpty()
                        ? ""
                        : "; bad: " + bad.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private boolean limited() {
        return region.enduranceErases() > 0;
    }

    private double usedPercent() {
        return 100.0 * most / region.enduranceErases();
    }
}
