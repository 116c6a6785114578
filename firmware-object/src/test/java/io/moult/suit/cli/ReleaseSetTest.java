package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One release for several components, from the command line: R82, R142. */
class ReleaseSetTest {
    private int sequence = 2;

    @TempDir
    private Path directory = Path.of("set by JUnit");

    private Path keys = Path.of("set below");
    private Path out = Path.of("set below");
    private Path secure = Path.of("set below");
    private Path normal = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        keys = directory.resolve("KEYS");
        out = directory.resolve("set.suit");
        secure = Files.writeString(directory.resolve("secure.hex"), ":0400000001020304F2\n:00000001FF\n");
        normal = Files.write(directory.resolve("normal.bin"), new byte[70_000]);
        Moult.makeKeys(keys);
    }

    private Moult.Result release(Object... more) {
        List<Object> words = new ArrayList<>(List.of("release", "--keys", keys, "--out", out));
        words.addAll(List.of("--version", "2.0.0", "--sequence", String.valueOf(sequence++)));
        words.addAll(List.of(more));
        return Moult.run(words.toArray());
    }

    private Moult.Result processed(Path device) {
        return Moult.run("manifest", "process", out, "--trust", keys, "--recipient", device);
    }

    /** By the processor that knows nothing of bootloaders. */
    @Test
    void set_isVerifiedAndRun_andEachImageLandsInItsComponent() throws IOException {
        Moult.Result made = release("--component", "secure=" + secure, "--component", "normal=" + normal);

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).contains("secure: image of 4 octets embedded", "2 components");
        Path device = directory.resolve("device");
        Moult.Result run = processed(device);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(device.resolve("secure")).hasBinaryContent(new byte[] {1, 2, 3, 4});
        assertThat(device.resolve("normal")).hasSameBinaryContentAs(normal);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".image"));
        }
    }

    @Test
    void set_thatKeepsAComponent_namesItsImageAndBringsTheOther() throws IOException {
        release("--component", "secure=" + secure, "--component", "normal=" + normal);
        Path device = directory.resolve("device");
        processed(device);
        Files.delete(out);
        Path newer = Files.write(directory.resolve("newer.bin"), new byte[] {7, 7});

        Moult.Result made = release(
                "--component", "secure=" + secure, "--component", "normal=" + newer, "--keep", "secure", "--json");

        JsonNode components = new ObjectMapper().readTree(made.out()).get("components");
        assertThat(components.findValuesAsText("embedded")).containsExactly("false", "true");
        assertThat(components.findValuesAsText("imageBytes")).containsExactly("4", "2");
        assertThat(Files.size(out)).isLessThan(1000);
        String shown = Moult.run("manifest", "show", out).out();
        assertThat(shown).contains("#normal").doesNotContain("#secure");
        assertThat(processed(device).status()).isZero();
        assertThat(device.resolve("normal")).hasSameBinaryContentAs(newer);
        assertThat(processed(directory.resolve("another")).status()).isEqualTo(1);
    }

    @Test
    void set_misused_saysHow() {
        String one = "secure=" + secure;
        assertMisuse("Missing required option: '--image=FILE', or '--component=NAME=FILE'");
        assertMisuse("is not NAME=FILE", "--component", "secure");
        assertMisuse("is no name of a component", "--component", "se cure=" + secure);
        assertMisuse("given twice", "--component", one, "--component", one);
        assertMisuse("--keep normal needs --component normal=FILE", "--component", one, "--keep", "normal");
        assertMisuse("leaves no component", "--component", one, "--keep", "secure");
        assertMisuse("--image is for a release of one image", "--component", one, "--image", normal);
        assertMisuse("--uri is for a release of one image", "--component", one, "--uri", "coaps://example.com/x");
        assertMisuse(
                "--manufacturing is for a release of one image",
                "--component",
                one,
                "--manufacturing",
                directory.resolve("f.img"));
        KeysAndReleaseTest.assertFails(release("--component", "secure=" + directory), 1, "is a directory");
        KeysAndReleaseTest.assertFails(release("--component", "secure=nowhere.bin"), 1, "nowhere.bin");
        assertThat(out).doesNotExist();
    }

    /** What every reader would refuse is not signed. */
    @Test
    void set_ofMoreComponentsThanAManifestNames_isRefused() {
        List<Object> words = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            words.addAll(List.of("--component", "c" + i + "=" + normal));
        }

        KeysAndReleaseTest.assertFails(release(words.toArray()), 1, "limit-exceeded");
        assertThat(out).doesNotExist();
    }

    private void assertMisuse(String sentence, Object... more) {
        Moult.Result refused = release(more);
        assertThat(refused.status()).as(sentence).isEqualTo(2);
        assertThat(refused.err()).contains(sentence);
    }
}
