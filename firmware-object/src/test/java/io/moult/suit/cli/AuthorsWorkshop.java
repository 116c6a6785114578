package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the author's verbs begin with: a key set, an image, and the example of the page. */
abstract class AuthorsWorkshop {
    static final String IMAGE = "This is a real firmware image.";

    @TempDir
    Path home = Path.of("set by JUnit");

    Path keys = Path.of("set below");

    Path manifest = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(home.resolve("NEW.bin"), IMAGE);
        keys = home.resolve("KEYS");
        manifest = home.resolve("M.suit");
        Moult.makeKeys(keys);
    }

    final void create(String yaml, Path out) throws IOException {
        Path description = Files.writeString(home.resolve("D.yaml"), yaml);
        ok(Moult.run("manifest", "create", description, "--out", out));
    }

    static Moult.Result ok(Moult.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result;
    }

    final Path pem(String name, String label, byte[] der) throws IOException {
        return Files.writeString(
                home.resolve(name),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    /** The first example of the page about the tool. */
    static Matcher examples() throws IOException {
        Matcher matcher = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of(System.getProperty("moult.root", ".."), "docs", "author.md")));
        assertThat(matcher.find()).isTrue();
        return matcher;
    }
}
