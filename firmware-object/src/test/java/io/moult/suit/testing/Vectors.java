package io.moult.suit.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Third-party test vectors, at {@code ../shared/vectors} from the project's root; tests without them are skipped. */
public final class Vectors {
    private Vectors() {}

    /** A file or directory of the vectors; the test is skipped when it is not there, and fails under CI=true. */
    public static Path path(String relative) {
        Path path = Path.of(System.getProperty("moult.root", ".."), "..", "shared", "vectors", relative);
        if (!Files.exists(path) && "true".equals(System.getenv("CI"))) {
            fail("no test vectors at " + path);
        }
        assumeTrue(Files.exists(path), () -> "no test vectors at " + path);
        return path.normalize();
    }

    /** An envelope, from binary or hexadecimal text. */
    public static Bytes envelope(String relative) {
        try {
            byte[] octets = Files.readAllBytes(path(relative));
            if (relative.contains(".hex")) {
                return Bytes.ofHex(new String(octets, StandardCharsets.US_ASCII).replaceAll("\\s", ""));
            }
            return Bytes.wrap(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vectors of a directory whose names end so, as paths that {@link #envelope} takes. */
    public static List<String> list(String directory, String ending) {
        try (Stream<Path> files = Files.list(path(directory))) {
            return files.map(file -> directory + "/" + file.getFileName())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All envelopes among the vectors. */
    public static List<String> envelopes() {
        List<String> all = new ArrayList<>(list("manifest-spec-v37", ".suit"));
        all.addAll(list("libcsuit-v34", ".suit"));
        all.addAll(list("trust-domains-v11", ".hex"));
        all.addAll(list("fwenc-v24", ".hex.signed"));
        return List.copyOf(all);
    }

    /** Believes the key in {@code keys/NAME.pub.pem}. */
    public static TrustStore trust(String name) {
        return trustIn("keys/" + name + ".pub.pem");
    }

    /** Believes the key in a file. */
    public static TrustStore trustIn(String relative) {
        try {
            return TrustStore.of(KeyFiles.trustAnchor(KeyFiles.readSmallFile(path(relative))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
