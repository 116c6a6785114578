package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;

/**
 * Where a {@link NorFlash} keeps its octets, and what it knows of its units and sectors. No rules in here. Units of one
 * call lie in one sector.
 */
interface NorStore {
    Bytes read(long offsetBytes, int lengthBytes) throws IOException;

    /** Some program units in a row, by number. */
    record Units(long first, int count) {}

    /** Whether a unit needs an erase before it is programmed. */
    boolean programmed(long unit);

    /** Whether a unit reads differently each time. */
    boolean unstable(long unit);

    /** False when no unit is: the common case, to be cheap. */
    boolean anyUnstable();

    /** Marks the units first, then writes: who dies in between leaves units that must be erased again. */
    void program(long offsetBytes, Bytes octets, Units units) throws IOException;

    /** Counts, writes the octets of a blank sector, and then clears the marks of its units. */
    void erase(int sector, long offsetBytes, Bytes blank, Units units) throws IOException;

    /** Marks units as programmed and unstable. */
    void destabilise(Units units) throws IOException;

    /** Changes octets as they are, marks and all unheeded. */
    void alter(long offsetBytes, Bytes octets) throws IOException;

    /** How often a sector has been erased since the store was made. */
    int eraseCount(int sector);

    boolean bad(int sector);

    /** For good. */
    void spoil(int sector) throws IOException;
}
