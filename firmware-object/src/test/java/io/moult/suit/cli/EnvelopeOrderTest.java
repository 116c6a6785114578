package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unsorted maps are read: no signature covers the order of an envelope's entries. */
class EnvelopeOrderTest {
    private static final String IMAGE = "an image of more octets than a first look takes in. ".repeat(40);

    @TempDir
    private Path home = Path.of("set by JUnit");

    private Path keys = Path.of("set below");
    private Path release = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        keys = home.resolve("keys");
        release = home.resolve("release.suit");
        Moult.makeKeys(keys);
        Moult.makeRelease(keys, Files.writeString(home.resolve("image.bin"), IMAGE), release);
    }

    @Test
    void envelope_inAnyOrder_isTheSame() throws Exception {
        String verdict =
                Moult.run("manifest", "verify", release, "--trust", keys).out();
        String shown = Moult.run("manifest", "show", release).out();
        List<CborItem.Pair> entries = new ArrayList<>(entries());
        Bytes asMade = Bytes.wrap(Files.readAllBytes(release));
        Random random = new Random(7);
        for (int i = 0; i < 12; i++) {
            Collections.shuffle(entries, random);
            Bytes octets = octets(entries);
            Files.write(release, octets.toArray());

            assertThat(octets.length()).isEqualTo(asMade.length());
            assertThat(Moult.run("manifest", "verify", release, "--trust", keys).out())
                    .isEqualTo(verdict);
            assertThat(Moult.run("manifest", "show", release).out()).isEqualTo(shown);
            Path device = home.resolve("device" + i);
            assertThat(Moult.run("manifest", "process", release, "--trust", keys, "--recipient", device)
                            .status())
                    .isZero();
            assertThat(device.resolve("main")).hasContent(IMAGE);
        }
    }

    @Test
    void envelope_inAnotherOrder_isNoLessExact() throws Exception {
        List<CborItem.Pair> entries = new ArrayList<>(entries());
        Collections.reverse(entries);
        byte[] octets = octets(entries).toArray();
        for (int length = 0; length < octets.length; length++) {
            Files.write(release, java.util.Arrays.copyOf(octets, length));

            assertThat(Moult.run("manifest", "verify", release, "--trust", keys).status())
                    .as("cut after %s octets", length)
                    .isEqualTo(1);
        }
        byte[] changed = octets.clone();
        changed[new String(octets, StandardCharsets.ISO_8859_1).indexOf("an image")]++;
        Files.write(release, changed);
        assertThat(Moult.run("manifest", "verify", release, "--trust", keys).out())
                .contains("refused image-digest");
        Files.write(release, java.util.Arrays.copyOf(octets, octets.length + 1));
        assertThat(Moult.run("manifest", "verify", release, "--trust", keys).status())
                .isEqualTo(1);
    }

    private List<CborItem.Pair> entries() throws Exception {
        CborItem whole = CborReader.readDocument(Bytes.wrap(Files.readAllBytes(release)), DecoderLimits.DEFAULT);
        return ((CborItem.Mapping) ((CborItem.Tagged) whole).item()).pairs();
    }

    private static Bytes octets(List<CborItem.Pair> entries) {
        return new CborWriter()
                .item(new CborItem.Tagged(107, new CborItem.Mapping(entries)))
                .toBytes();
    }
}
