package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.Objects;

/**
 * A program or an erase that is about to happen, with all that a fault needs to know of it.
 *
 * @param offsetBytes where its range begins in the flash; an erase's range is its sector
 * @param inSectorBytes where it begins in its sector
 * @param before what the range reads now
 * @param after what it is to read, as long as {@code before}
 * @param region the nature of the sector
 */
public record WriteOperation(
        Kind kind, int sector, long offsetBytes, int inSectorBytes, Bytes before, Bytes after, FlashRegion region) {
    /** What is being done. */
    public enum Kind {
        PROGRAM,
        ERASE
    }

    public WriteOperation {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(region);
        if (before.length() != after.length() || after.isEmpty() || after.length() % region.programUnitBytes() != 0) {
            throw new IllegalArgumentException("operation on " + before.length() + " B to become " + after.length()
                    + " B in units of " + region.programUnitBytes() + " B");
        }
    }

    public boolean isErase() {
        return kind == Kind.ERASE;
    }

    public int lengthBytes() {
        return after.length();
    }

    public int unitBytes() {
        return region.programUnitBytes();
    }

    /** How many units the range has. */
    public int units() {
        return lengthBytes() / unitBytes();
    }

    @Override
    public String toString() {
        return isErase() ? "erase sector " + sector : "program " + lengthBytes() + " B at " + offsetBytes;
    }
}
