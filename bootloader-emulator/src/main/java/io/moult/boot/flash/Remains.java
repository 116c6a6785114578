package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an interrupted operation leaves behind in its range, unit by unit.
 *
 * @param octets what the range reads; of an unstable unit, the reading farthest from an erased one
 * @param units one for each program unit of the range
 * @param flippedBit a bit outside the range that flipped, counted from the beginning of the sector; bit 0 is the lowest
 *     of an octet
 */
public record Remains(Bytes octets, List<Unit> units, OptionalLong flippedBit) {
    /** What may be done with a unit, and how it reads. */
    public enum Unit {
        /** Not reached: as it was. */
        UNTOUCHED,
        /** Needs an erase before it is programmed, also if it reads blank. */
        WRITTEN,
        /** The same; and each of its undecided bits reads anew each time, until it is erased. */
        UNSTABLE,
        /** Erased for good. */
        BLANK
    }

    public Remains {
        units = List.copyOf(units);
    }
}
