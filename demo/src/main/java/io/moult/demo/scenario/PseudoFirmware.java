package io.moult.demo.scenario;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Images that look like firmware to a transfer: a vector table, code that does not compress well, strings, tables. The
 * same seed and version give the same octets; two versions share most of their code. Nothing executes them.
 */
final class PseudoFirmware {
    static final int REALISTIC_BYTES = 360 * 1024;
    private static final int FUNCTION_BYTES = 512;

    private PseudoFirmware() {}

    static Bytes image(String version, int sizeBytes, long seed) {
        byte[] octets = new byte[sizeBytes];
        Random shared = new Random(seed);
        Random own = new Random(seed ^ version.hashCode());
        for (int at = 0; at < sizeBytes; at += FUNCTION_BYTES) {
            byte[] function = new byte[FUNCTION_BYTES];
            shared.nextBytes(function);
            if (own.nextInt(8) == 0) {
                own.nextBytes(function);
            } else if (own.nextInt(16) == 0) {
                function = new byte[FUNCTION_BYTES];
            }
            System.arraycopy(function, 0, octets, at, Math.min(FUNCTION_BYTES, sizeBytes - at));
        }
        byte[] label = ("moult pseudo firmware " + version + "\0").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(label, 0, octets, 256, Math.min(label.length, sizeBytes - 256));
        return Bytes.wrap(octets);
    }
}
