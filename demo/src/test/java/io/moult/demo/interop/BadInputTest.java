package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input to the commands that come to an end: one clear sentence that names the thing, the right exit status, never a
 * stack trace, and what was stored before stays.
 */
class BadInputTest {
    @TempDir
    static Path files = Path.of(".");

    @TempDir
    Path directory = Path.of(".");

    @BeforeAll
    static void makeFiles() throws IOException {
        Cli.ok("keys", "init", "--domain", "example.com", "--model", "bad input", "--out", file("KEYS"));
        Files.write(files.resolve("image"), Images.ofSize(10_000).toArray());
        Cli.ok(release("image", "good.suit"));
        byte[] good = Files.readAllBytes(files.resolve("good.suit"));
        Files.write(files.resolve("empty"), new byte[0]);
        Files.write(files.resolve("truncated.suit"), Arrays.copyOf(good, 150));
        Files.write(files.resolve("half.suit"), Arrays.copyOf(good, good.length / 2));
        Files.write(files.resolve("foreign"), ("PK\3\4" + "x".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        Files.write(files.resolve("random"), Images.ofSize(5000).toArray());
        Files.write(files.resolve("oversized.suit"), oversized());
        Files.createDirectories(files.resolve("a-directory"));
    }

    static Stream<String> badReleases() {
        return Stream.of(
                "missing.suit",
                "empty",
                "truncated.suit",
                "half.suit",
                "foreign",
                "random",
                "oversized.suit",
                "a-directory");
    }

    @ParameterizedTest
    @MethodSource("badReleases")
    void manifestVerify_fileIsNoWholeRelease_saysSoInOneSentence(String name) {
        Cli.Outcome outcome = Cli.run("manifest", "verify", file(name), "--trust", file("KEYS"));

        assertRefused(outcome);
    }

    @ParameterizedTest
    @MethodSource("badReleases")
    void manifestShow_anyFile_neverFallsOver(String name) {
        Cli.Outcome outcome = Cli.run("manifest", "show", file(name));

        assertThat(outcome.exitStatus()).isIn(0, 1);
        assertNoTrace(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "a-directory"})
    void release_imageIsNotUsable_saysSoAndWritesNothing(String image) {
        Path out = directory.resolve("out.suit");

        Cli.Outcome outcome = Cli.run(release(image, out.toString()));

        assertOneSentence(outcome, 1, image);
        assertThat(out).doesNotExist();
    }

    @Test
    void release_outExistsAlready_keepsIt() throws IOException {
        Path out = directory.resolve("out.suit");
        Files.writeString(out, "an older release");

        Cli.Outcome outcome = Cli.run(release("image", out.toString()));

        assertOneSentence(outcome, 1, "out.suit");
        assertThat(out).hasContent("an older release");
    }

    @Test
    void release_keysAreMissingOrBroken_saysSo() throws IOException {
        Path broken = directory.resolve("BROKEN");
        Cli.ok("keys", "init", "--domain", "example.com", "--model", "bad input", "--out", broken.toString());
        Files.writeString(broken.resolve("signing-key.pem"), "-----BEGIN PRIVATE KEY-----\nnonsense\n");

        assertOneSentence(withKeys(file("no-such-keys")), 1, "no-such-keys");
        assertOneSentence(withKeys(broken.toString()), 1, "signing-key.pem");
    }

    @Test
    void keysInit_directoryHasKeysAlready_keepsThem() throws IOException {
        String before = Files.readString(files.resolve("KEYS/signing-key.pem"));

        Cli.Outcome outcome =
                Cli.run("keys", "init", "--domain", "example.com", "--model", "other", "--out", file("KEYS"));

        assertOneSentence(outcome, 1, "KEYS");
        assertThat(files.resolve("KEYS/signing-key.pem")).hasContent(before);
    }

    @Test
    void bootState_noDeviceOrABrokenFlash_saysSo() throws IOException {
        Path broken = Files.createDirectories(directory.resolve("broken"));
        Files.write(broken.resolve("flash.bin"), new byte[100]);
        Files.write(broken.resolve("otp.bin"), new byte[100]);

        assertOneSentence(Cli.run("boot", "state", "--data", file("a-directory")), 1, "a-directory");
        assertOneSentence(Cli.run("boot", "state", "--data", broken.toString()), 1, "broken");
    }

    @Test
    void device_noDeviceThere_saysHowToMakeOne() {
        Cli.Outcome outcome = Cli.run(
                "device",
                "--data",
                directory.resolve("none").toString(),
                "--endpoint",
                "x",
                "--server",
                "coaps://127.0.0.1:1",
                "--key",
                "00");

        assertOneSentence(outcome, 1, "--provision");
    }

    @Test
    void device_firstImageIsForeign_saysSo() {
        Cli.Outcome outcome = Cli.run(
                "device",
                "--boot-only",
                "--data",
                directory.resolve("new").toString(),
                "--provision",
                file("KEYS"),
                "--first-image",
                file("foreign"));

        assertOneSentence(outcome, 1, "foreign");
    }

    @Test
    void device_firstImageIsLargerThanItsSlot_saysSo() {
        Cli.Outcome outcome = Cli.run(
                "device",
                "--boot-only",
                "--data",
                directory.resolve("small").toString(),
                "--slot-size",
                "4096",
                "--provision",
                file("KEYS"),
                "--first-image",
                file("good.suit"));

        assertOneSentence(outcome, 1, "10000");
    }

    @Test
    void server_portInUse_namesThePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertOneSentence(server(directory.resolve("data").toString(), port), 1, port);
        }
    }

    @Test
    void server_dataCannotBeADirectory_namesIt() {
        assertOneSentence(server(file("image"), "0"), 1, "image");
        assertOneSentence(server(file("image") + "/below", "0"), 1, "image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices", "update"})
    void operatorsVerb_noServerThere_saysSo(String verb) {
        List<String> words = verb.equals("devices")
                ? List.of("devices", "--server", "http://127.0.0.1:1")
                : List.of("update", "some-device", file("good.suit"), "--server", "http://127.0.0.1:1");

        assertOneSentence(Cli.run(words.toArray(String[]::new)), 1, "127.0.0.1:1");
    }

    @Test
    void anyVerb_misuse_isStatusTwo() {
        assertOneSentence(Cli.run("devices", "--no-such-option"), 2, "--no-such-option");
        assertOneSentence(Cli.run("device", "--data", "x", "--key", "zz"), 2, "--key");
        assertOneSentence(Cli.run("relaese"), 2, "release");
    }

    private static Cli.Outcome withKeys(String keys) {
        String[] words = release("image", file("unwanted.suit"));
        words[2] = keys;
        return Cli.run(words);
    }

    private static Cli.Outcome server(String data, String http) {
        return Cli.run("server", "--data", data, "--coaps", "0", "--firmware-coaps", "0", "--http", http);
    }

    private static String[] release(String image, String out) {
        return new String[] {
            "release",
            "--keys",
            file("KEYS"),
            "--image",
            file(image),
            "--version",
            "2.0.0",
            "--sequence",
            "2",
            "--out",
            files.resolve(out).toString()
        };
    }

    private static String file(String name) {
        return files.resolve(name).toString();
    }

    /** An envelope that says of itself that its authentication wrapper has 4 GiB. */
    private static byte[] oversized() {
        byte[] octets = new byte[300_000];
        Bytes.ofHex("d86ba2025affffffff").copyInto(octets, 0);
        return octets;
    }

    private static void assertRefused(Cli.Outcome outcome) {
        assertThat(outcome.exitStatus()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.out() + outcome.err()).isNotBlank();
        assertNoTrace(outcome);
    }

    private static void assertOneSentence(Cli.Outcome outcome, int status, String names) {
        assertThat(outcome.exitStatus()).as(outcome.toString()).isEqualTo(status);
        assertThat(outcome.complaints()).as(outcome.toString()).hasSize(1);
        assertThat(outcome.complaints().get(0)).contains(names);
        assertNoTrace(outcome);
    }

    private static void assertNoTrace(Cli.Outcome outcome) {
        assertThat(outcome.out() + outcome.err())
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("java.");
    }
}
