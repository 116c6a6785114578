package io.moult.boot.draw;

import java.util.List;
import java.util.Optional;

/**
 * What there is to see in a device's flash. A value: whoever draws it reads no flash.
 *
 * @param title which device
 * @param facts a line each, of the device as a whole
 * @param swap the exchange that is under way, if one is
 * @param journal its records, the oldest first
 */
public record FlashPicture(
        String title, List<String> facts, List<Area> areas, Optional<Swap> swap, List<String> journal) {
    public FlashPicture {
        facts = List.copyOf(facts);
        areas = List.copyOf(areas);
        journal = List.copyOf(journal);
    }

    /** A part of the flash with one purpose. */
    public record Area(String name, String caption, List<Sector> sectors) {
        public Area {
            sectors = List.copyOf(sectors);
        }
    }

    /**
     * One sector.
     *
     * @param role in the next step of the exchange
     * @param bad takes no program and no erase any more
     */
    public record Sector(int index, Content content, Role role, int erases, boolean bad) {}

    /** What a sector holds. */
    public enum Content {
        BLANK("blank"),
        JOURNAL("journal"),
        ENVELOPE("envelope"),
        RUNNING("running image"),
        CANDIDATE("candidate"),
        PREVIOUS("previous image"),
        GOLDEN("golden image"),
        UNVERIFIED("does not verify"),
        LEFTOVER("left over");

        private final String label;

        Content(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What the next step of an exchange does with a sector. */
    public enum Role {
        NONE,
        READ,
        WRITTEN
    }

    /** An exchange that was begun and is not done. */
    public record Swap(String direction, int stepsDone, int steps, String next) {}

    public int mostErases() {
        return sectors().stream().mapToInt(Sector::erases).max().orElse(0);
    }

    public double meanErases() {
        return sectors().stream().mapToInt(Sector::erases).average().orElse(0);
    }

    /** Those that take no program and no erase any more. */
    public List<Integer> badSectors() {
        return sectors().stream().filter(Sector::bad).map(Sector::index).toList();
    }

    private List<Sector> sectors() {
        return areas.stream().flatMap(area -> area.sectors().stream()).toList();
    }
}
