package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.io.IOException;

/**
 * The port to a body that is sent or served: read at any place, by any number of readers at once, never whole in
 * memory.
 */
public interface BodySource {
    long lengthBytes();

    /** The identity of the body, also its ETag. */
    BodyIdentity identity();

    /** Exactly these octets; IndexOutOfBoundsException when they are not within the body. */
    Bytes read(long offsetBytes, int lengthBytes) throws IOException;
}
