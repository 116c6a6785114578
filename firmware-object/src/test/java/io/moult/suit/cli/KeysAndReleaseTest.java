package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.cose.KeyFiles;
import io.moult.suit.author.KeySet;
import io.moult.suit.testing.ManifestSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R5 (the command line derives the identifiers), R15, R137, R138; errors are one sentence, status 1 or 2. */
class KeysAndReleaseTest {
    @TempDir
    private Path directory = Path.of("set by JUnit");

    private Path image = Path.of("set below");
    private Path keys = Path.of("set below");
    private Path out = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        image = directory.resolve("NEW.bin");
        keys = directory.resolve("KEYS");
        out = directory.resolve("update.suit");
        Files.write(image, ManifestSketch.IMAGE.toArray());
        Moult.makeKeys(keys);
    }

    @Test
    void keysInit_printsWhatItMade() {
        Moult.Result made =
                Moult.run("keys", "init", "--domain", "arm.com", "--model", "m", "--out", directory.resolve("K2"));

        assertThat(made.status()).isZero();
        assertThat(made.out())
                .contains("vendor ID    fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe  (arm.com)")
                .contains("for development");
    }

    @Test
    void keysInit_asJson_isReadByAProgram() throws IOException {
        Moult.Result made = Moult.run(
                "keys", "init", "--domain", "arm.com", "--model", "m", "--out", directory.resolve("K2"), "--json");

        JsonNode node = new ObjectMapper().readTree(made.out());
        assertThat(node.get("vendorId").asText()).isEqualTo("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");
        assertThat(node.get("development").asBoolean()).isTrue();
        assertThat(node.get("certificateSha256").asText()).hasSize(64);
    }

    @Test
    void keysInit_withAKeyOfMyOwn_usesIt() throws IOException {
        KeyPair own = KeyFiles.generate(new SecureRandom());
        Path mine = directory.resolve("MINE.pem");
        Files.writeString(mine, KeyFiles.toPem(own.getPrivate()));

        Moult.Result made = Moult.run(
                "keys", "init", "--domain", "a.com", "--model", "m", "--key", mine, "--out", directory.resolve("K2"));

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(KeySet.read(directory.resolve("K2")).trustAnchor().key())
                .isEqualTo(KeyFiles.signingKey(own.getPrivate()).verificationKey());
    }

    @Test
    void keysInit_withAKeyThatIsNone_saysWhy() {
        assertFails(
                Moult.run("keys", "init", "--domain", "a.com", "--model", "m", "--key", image, "--out", out),
                1,
                "NEW.bin is not a private key in PEM (PKCS#8 or SEC 1).");
        assertFails(
                Moult.run(
                        "keys",
                        "init",
                        "--domain",
                        "a.com",
                        "--model",
                        "m",
                        "--key",
                        directory.resolve("no"),
                        "--out",
                        out),
                1,
                "no: there is no such file.");
    }

    @Test
    void keysInit_withAKeyOfAnotherKind_namesBothFormsThatItTakes() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Path rsa = directory.resolve("rsa.pem");
        Files.writeString(rsa, KeyFiles.toPem(generator.generateKeyPair().getPrivate()));

        assertFails(
                Moult.run("keys", "init", "--domain", "a.com", "--model", "m", "--key", rsa, "--out", out),
                1,
                "rsa.pem is not an EC private key (PKCS#8 or SEC 1).");
    }

    @Test
    void keysInit_whereKeysAre_saysSoAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(keys.resolve("signing-key.pem"));

        Moult.Result again = Moult.run("keys", "init", "--domain", "a.com", "--model", "m", "--out", keys);

        assertFails(again, 1, "signing-key.pem exists already: keys are never overwritten");
        assertThat(Files.readAllBytes(keys.resolve("signing-key.pem"))).isEqualTo(before);
    }

    @Test
    void keysInit_whereAFileIs_saysSo() {
        assertFails(Moult.run("keys", "init", "--domain", "a.com", "--model", "m", "--out", image), 1, "NEW.bin");
    }

    @ParameterizedTest
    @CsvSource({"'', m", "'not a domain', m", "https://a.com, m", "a.com, ''", "a.com, ' '"})
    void keysInit_misused_saysHow(String domain, String model) {
        Moult.Result refused = Moult.run("keys", "init", "--domain", domain, "--model", model, "--out", out);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("such as");
        assertThat(out).doesNotExist();
    }

    @Test
    void release_withTheImageInIt_isWrittenAndReported() throws IOException {
        Moult.Result made = Moult.run(
                "release",
                "--keys",
                keys,
                "--image",
                image,
                "--version",
                "2.0.0",
                "--sequence",
                "18446744073709551615",
                "--security-counter",
                "3",
                "--out",
                out);

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("version 2.0.0, sequence 18446744073709551615, image of 28 octets embedded")
                .contains("envelope of " + Files.size(out) + " octets");
        assertThat(Moult.run("manifest", "verify", out, "--trust", keys).status())
                .isZero();
    }

    @Test
    void release_withTheImageElsewhere_asJson_isReadByAProgram() throws IOException {
        Moult.Result made = Moult.run(
                "release",
                "--keys",
                keys,
                "--image",
                image,
                "--version",
                "2",
                "--sequence",
                "2",
                "--uri",
                "coaps://127.0.0.1:5694/images/two",
                "--out",
                out,
                "--json");

        JsonNode node = new ObjectMapper().readTree(made.out());
        assertThat(node.get("embedded").asBoolean()).isFalse();
        assertThat(node.get("envelopeBytes").asLong()).isEqualTo(Files.size(out));
        assertThat(node.get("sequenceNumber").asText()).isEqualTo("2");
    }

    @Test
    void release_ontoAFileThatExists_leavesItAlone() throws IOException {
        Files.writeString(out, "mine");

        assertFails(release(image, "2.0.0", "2"), 1, "update.suit exists already: name another file");
        assertThat(Files.readString(out)).isEqualTo("mine");
    }

    @Test
    void release_intoADirectoryThatDoesNotExist_saysSo() {
        out = directory.resolve("nowhere/update.suit");

        assertFails(release(image, "2.0.0", "2"), 1, "update.suit: cannot be written: its directory does not exist.");
    }

    @Test
    void release_ofAnImageThatCannotBeRead_saysWhy() throws IOException {
        assertFails(release(directory.resolve("none.bin"), "2.0.0", "2"), 1, "none.bin: there is no such file.");
        assertFails(release(directory, "2.0.0", "2"), 1, "is a directory where an image is needed.");
        Path empty = Files.createFile(directory.resolve("empty.bin"));
        assertFails(release(empty, "2.0.0", "2"), 1, "empty.bin is empty");
        assertThat(out).doesNotExist();
        assertThat(directory.resolve("update.suit.partial")).doesNotExist();
    }

    @Test
    void release_withKeysThatAreNone_saysWhy() throws IOException {
        Files.writeString(keys.resolve("signing-key.pem"), "nonsense");
        assertFails(release(image, "2.0.0", "2"), 1, "signing-key.pem is not a private key in PEM");
        keys = directory.resolve("nowhere");
        assertFails(release(image, "2.0.0", "2"), 1, "make one with keys init.");
    }

    @ParameterizedTest
    @CsvSource({"2.x, 2", "'', 2", "2.0.0, -1", "2.0.0, two", "2.0.0, 18446744073709551616", "2.0.0, ''"})
    void release_misused_saysHow(String version, String sequence) {
        Moult.Result refused = release(image, version, sequence);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).containsAnyOf("--version:", "--sequence:");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.com/x", "coaps:", "coaps://", "not an address", "coaps://h/x#y", "#image", ""})
    void release_toAnAddressThatIsNone_saysHow(String uri) {
        Moult.Result refused = Moult.run(
                "release",
                "--keys",
                keys,
                "--image",
                image,
                "--version",
                "2",
                "--sequence",
                "2",
                "--uri",
                uri,
                "--out",
                out);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("--uri: \"" + uri + "\" is not an address such as coaps://");
    }

    @Test
    void verbs_withoutWhatTheyNeed_areMisuse() {
        assertThat(Moult.run("keys", "init").status()).isEqualTo(2);
        assertThat(Moult.run("release").status()).isEqualTo(2);
        assertThat(Moult.run("manifest", "verify", out).status()).isEqualTo(2);
        assertThat(Moult.run("release", "--help").status()).isZero();
        assertThat(Moult.run("keys", "init", "--help").out()).contains("--domain");
    }

    private Moult.Result release(Path of, String version, String sequence) {
        return Moult.run(
                "release", "--keys", keys, "--image", of, "--version", version, "--sequence", sequence, "--out", out);
    }

    static void assertFails(Moult.Result result, int status, String sentence) {
        assertThat(result.status()).as(result.toString()).isEqualTo(status);
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(result.err().strip().lines()).hasSize(1);
    }
}
