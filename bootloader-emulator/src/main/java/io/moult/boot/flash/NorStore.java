package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;

/** Where a {@link NorFlash} keeps its octets, and which units have been programmed since their erase. No rules in here. */
interface NorStore {
    Bytes read(long offsetBytes, int lengthBytes) throws IOException;

    boolean programmed(long unit);

    /** Marks the units first, then writes: who dies in between leaves units that must be erased again. */
    void program(long offsetBytes, Bytes octets, long firstUnit, int unitCount) throws IOException;

    /** Writes 0xff first, then clears the marks. */
    void erase(long offsetBytes, int lengthBytes, long firstUnit, int unitCount, int sector) throws IOException;

    /** How often a sector has been erased since the store was made. */
    int eraseCount(int sector);
}
