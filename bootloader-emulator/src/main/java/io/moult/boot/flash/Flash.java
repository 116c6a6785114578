package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;

/**
 * The port over a device's flash: read anywhere, program units once after an erase, erase whole sectors. Erased octets
 * read as the geometry says. What a program or an erase wrote survives the end of the process when the call returns.
 * Owned by one thread at a time.
 *
 * <p>Breaking the rules of the medium is a bug of ours: {@link FlashMisuse}. A sector that takes nothing any more is a
 * {@link BadSectorException}. A failing file is another {@link IOException}.
 */
public interface Flash {
    FlashGeometry geometry();

    /** Reads octets from any offset. */
    Bytes read(long offsetBytes, int lengthBytes) throws IOException;

    /**
     * Programs whole units inside one sector. Each unit must have been erased since it was last programmed, whatever
     * its value.
     */
    void program(long offsetBytes, Bytes octets) throws IOException;

    /** Erases one sector, by its index from 0. */
    void erase(int sector) throws IOException;
}
