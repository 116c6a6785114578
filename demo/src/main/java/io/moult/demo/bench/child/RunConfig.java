package io.moult.demo.bench.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What both JVMs of a run are told, in a JSON file.
 *
 * @param devices how many devices there are; they are named {@link #endpoint}
 * @param blockBytes size of a block
 * @param pushLimitSeconds after how long a push is given up
 * @param directory where this run may write
 * @param bodies what is pushed, in this order: all but the last warm up
 */
public record RunConfig(int devices, int blockBytes, int pushLimitSeconds, String directory, List<Body> bodies) {

    /**
     * One body to push.
     *
     * @param file what the server sends: an image for stock Leshan, an envelope for Moult
     * @param imageSha256 in hex: what a device must hold in the end
     * @param imageBytes length of the image
     */
    public record Body(String file, String imageSha256, int imageBytes) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Keeps a copy of the list. */
    public RunConfig {
        bodies = List.copyOf(bodies);
    }

    /** The name of the device with this number, from 0; it is its PSK identity as well. */
    public static String endpoint(int device) {
        return String.format(Locale.ROOT, "bench-%04d", device);
    }

    /** The pre-shared key of every device here: loopback only, and only for as long as the run lasts. */
    public static byte[] key() {
        byte[] key = new byte[16];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (0x40 + i);
        }
        return key;
    }

    /** Reads what {@link #write} wrote. */
    public static RunConfig read(Path file) throws IOException {
        return MAPPER.readValue(Files.readAllBytes(file), RunConfig.class);
    }

    /** Writes it where a child will read it. */
    public void write(Path file) throws IOException {
        Files.write(file, MAPPER.writeValueAsBytes(this));
    }
}
