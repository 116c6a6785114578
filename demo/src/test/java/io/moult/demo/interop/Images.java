package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.util.Random;

/** Made-up firmware: octets that no block repeats. */
final class Images {
    private Images() {}

    static Bytes ofSize(int sizeBytes) {
        byte[] octets = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(octets);
        return Bytes.wrap(octets);
    }
}
