package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cose.KeyFiles;
import io.moult.suit.author.KeySet;
import io.moult.suit.recipient.CertificateDirectory;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R13, R39 (trust by key alone), R2 (identifiers prove nothing), R133; bad input gets one sentence. */
class ManifestVerbsTest {
    @TempDir
    private Path directory = Path.of("set by JUnit");

    private Path keys = Path.of("set below");
    private Path update = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        Path image = directory.resolve("NEW.bin");
        keys = directory.resolve("KEYS");
        update = directory.resolve("update.suit");
        Files.write(image, ManifestSketch.IMAGE.toArray());
        Moult.makeKeys(keys);
        Moult.makeRelease(keys, image, update);
    }

    @Test
    void verify_ofAGoodRelease_isAcceptedOnOneLine() {
        Moult.Result result = Moult.run("manifest", "verify", update, "--trust", keys);

        assertThat(result.status()).isZero();
        assertThat(result.out().strip())
                .isEqualTo("accepted " + update + ": version 2.0.0, sequence 2 (decoded: yes, digest bound: yes,"
                        + " authentic: yes, well-formed: yes, supported: yes, applicable: not checked)");
    }

    @Test
    void verify_withTheCertificateAlone_isAccepted() {
        assertThat(Moult.run("manifest", "verify", update, "--trust", keys.resolve("certificate.der"))
                        .status())
                .isZero();
    }

    /** R26: a certificate is found under its fingerprint. */
    @Test
    void verify_withADirectoryOfCertificates_findsTheSigners() throws IOException {
        Path store = directory.resolve("STORE");
        new CertificateDirectory(store).keep(KeyFiles.readSmallFile(keys.resolve("certificate.der")));

        assertThat(Moult.run("manifest", "verify", update, "--trust", store).status())
                .isZero();
    }

    @Test
    void verify_withAnothersKeys_isRefused() {
        Path others = directory.resolve("OTHERS");
        Moult.makeKeys(others);

        Moult.Result result = Moult.run("manifest", "verify", update, "--trust", others);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("refused unknown-signer: ").contains("authentic: no (unknown-signer)");
        assertThat(Moult.run("manifest", "verify", update, "--trust", others, "--trust", keys)
                        .status())
                .isZero();
    }

    @Test
    void verify_againstADevice_saysWhetherItFits() throws IOException {
        KeySet mine = KeySet.read(keys);

        Moult.Result fits = Moult.run(
                "manifest",
                "verify",
                update,
                "--trust",
                keys,
                "--vendor",
                mine.vendorId(),
                "--class",
                mine.classId(),
                "--min-sequence",
                "2");
        Moult.Result other = Moult.run("manifest", "verify", update, "--trust", keys, "--class", UUID.randomUUID());
        Moult.Result old = Moult.run("manifest", "verify", update, "--trust", keys, "--min-sequence", "3");

        assertThat(fits.out()).startsWith("accepted").contains("applicable: yes");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out()).startsWith("refused class-mismatch: ").contains("applicable: no (class-mismatch)");
        assertThat(old.out()).startsWith("refused sequence-too-low: ");
    }

    @Test
    void verify_ofAReleaseWithOneOctetOfItsImageChanged_isRefused() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(update.toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }

        Moult.Result result = Moult.run("manifest", "verify", update, "--trust", keys);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("refused image-digest: ").contains("authentic: yes");
    }

    @Test
    void verify_ofTheSpecificationsExamples_givesALineEach() {
        Moult.Result result = Moult.run(
                "manifest",
                "verify",
                Vectors.path("manifest-spec-v37/example1.signed.suit"),
                Vectors.path("manifest-spec-v37/example3.signed.suit"),
                Vectors.path("manifest-spec-v37/example0.unsigned.suit"),
                "--trust",
                Vectors.path("keys/ta-p256.pub.pem"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("accepted").contains("supported: yes"),
                        line -> assertThat(line).startsWith("accepted").contains("applicable: not checked"),
                        line -> assertThat(line).startsWith("refused no-signature: "));
    }

    @Test
    void verify_forADeviceWithOneImage_namesWhatItDoesNotRun() {
        Moult.Result result = Moult.run(
                "manifest",
                "verify",
                Vectors.path("manifest-spec-v37/example3.signed.suit"),
                "--one-image",
                "--trust",
                Vectors.path("keys/ta-p256.pub.pem"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("refused unsupported-command: ")
                .contains("well-formed: yes, supported: no (unsupported-command try-each)");
    }

    @Test
    void verify_ofHexadecimalText_isTheSame() throws IOException {
        Path hex = directory.resolve("update.hex");
        String digits = Bytes.wrap(Files.readAllBytes(update)).hex();
        Files.writeString(
                hex, digits.substring(0, 60).toUpperCase(java.util.Locale.ROOT) + "\n" + digits.substring(60) + "\r\n");

        assertThat(Moult.run("manifest", "verify", hex, "--trust", keys).status())
                .isZero();
        Files.writeString(hex, digits.substring(0, 100) + "xyz");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", hex, "--trust", keys), 1, "begins as hexadecimal text");
    }

    @Test
    void verify_asJson_isReadByAProgram() throws IOException {
        Moult.Result result = Moult.run("manifest", "verify", update, "--trust", keys, "--json");

        JsonNode verdict = new ObjectMapper().readTree(result.out()).get(0);
        assertThat(verdict.get("accepted").asBoolean()).isTrue();
        assertThat(verdict.at("/rungs/authentic").asText()).isEqualTo("yes");
        assertThat(verdict.get("version").asText()).isEqualTo("2.0.0");
        assertThat(verdict.get("sequenceNumber").asText()).isEqualTo("2");
    }

    @Test
    void verify_ofBadFiles_givesEachItsSentence() throws IOException {
        byte[] good = Files.readAllBytes(update);
        Path inHead = write("in-head.suit", Arrays.copyOf(good, 100));
        Path inImage = write("in-image.suit", Arrays.copyOf(good, good.length - 1));
        Path longer = write("longer.suit", Arrays.copyOf(good, good.length + 1));
        Path foreign = write("foreign.bin", ManifestSketch.IMAGE.toArray());
        Path empty = write("empty.suit", new byte[0]);
        Path huge = write(
                "huge.suit",
                new CborWriter()
                        .tag(107)
                        .map(2)
                        .unsigned(2)
                        .bytesHeader(1 << 20)
                        .toBytes()
                        .toArray());

        Moult.Result result =
                Moult.run("manifest", "verify", inHead, inImage, longer, foreign, empty, huge, "--trust", keys);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("refused malformed: " + inHead + ": truncated: "),
                        line -> assertThat(line).contains("refused malformed: " + inImage + ": truncated: "),
                        line -> assertThat(line).contains("refused malformed: " + longer + ": octets after"),
                        line -> assertThat(line).contains("refused unsupported-format: " + foreign + ": not a SUIT"),
                        line -> assertThat(line).contains("refused malformed: " + empty + ": the file is empty"),
                        line -> assertThat(line).contains("refused envelope-too-large: " + huge));
        assertThat(result.out()).doesNotContain("Exception");
    }

    @Test
    void verify_ofFilesThatCannotBeRead_saysWhyAndGoesOn() {
        Moult.Result result =
                Moult.run("manifest", "verify", directory.resolve("none"), directory, update, "--trust", keys);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("none: there is no such file.").contains("it is a directory.");
        assertThat(result.out()).startsWith("accepted");
    }

    @Test
    void verify_withATrustFileThatIsNone_saysWhy() {
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--trust", update),
                1,
                "update.suit is neither a certificate nor a public key of a supported kind.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--trust", keys.resolve("signing-key.pem")),
                1,
                "is a private key where a certificate or a public key is needed.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--trust", directory.resolve("none")),
                1,
                "none: there is no such file.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--trust", directory), 1, "vendor-id is missing");
    }

    @Test
    void verify_misused_saysHow() {
        Moult.Result noUuid = Moult.run("manifest", "verify", update, "--trust", keys, "--vendor", "x");
        assertThat(noUuid.status()).isEqualTo(2);
        assertThat(noUuid.err()).contains("\"x\" is no UUID").doesNotContain("Exception");
        assertThat(Moult.run("manifest", "verify", update, "--trust", keys, "--min-sequence", "x")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void show_explainsARelease() {
        Moult.Result result = Moult.run("manifest", "show", update);

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("version           2.0.0")
                .contains("sequence number   2")
                .contains("image from        this envelope (#image, 28 octets)")
                .contains("ESP256 (-9)")
                .contains("check that the device is of this class");
    }

    @Test
    void show_ofTextsByOthers_isOnOneLineWithoutControls() {
        Moult.Result result = Moult.run("manifest", "show", Vectors.path("manifest-spec-v37/example2.signed.suit"));

        assertThat(result.out())
                .contains("text en-US        h'00' vendor domain: arm.com")
                .contains("run it");
        assertThat(Printable.of("a\u001b[31m\u202eb\n\nc\u0000")).isEqualTo("a [31m b c");
        assertThat(Printable.of("x".repeat(1000))).hasSize(401);
    }

    @Test
    void show_ofAnUnsignedOne_saysSo() {
        Moult.Result result = Moult.run("manifest", "show", Vectors.path("manifest-spec-v37/example0.unsigned.suit"));

        assertThat(result.out()).contains("signed by         nobody: devices refuse it");
    }

    @Test
    void show_asJson_isReadByAProgram() throws IOException {
        JsonNode shown = new ObjectMapper()
                .readTree(Moult.run("manifest", "show", update, "--json").out())
                .get(0);

        assertThat(shown.get("payloadUri").asText()).isEqualTo("#image");
        assertThat(shown.at("/sequences/install/1").asText()).isEqualTo("fetch the payload");
        assertThat(shown.at("/components/0").asText()).isEqualTo("main");
    }

    @Test
    void show_ofABadFile_givesOneSentence() throws IOException {
        Path foreign = write("foreign.bin", ManifestSketch.IMAGE.toArray());

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "show", foreign), 1, "unsupported-format: not a SUIT envelope.");
    }

    @Test
    void show_ofABadFileAsJson_namesTheRefusalInTheWordsOfTheText() throws IOException {
        Path foreign = write("foreign.bin", ManifestSketch.IMAGE.toArray());

        Moult.Result result = Moult.run("manifest", "show", foreign, directory.resolve("none"), update, "--json");

        assertThat(result.status()).isEqualTo(1);
        JsonNode shown = new ObjectMapper().readTree(result.out());
        assertThat(shown.at("/0/file").asText()).isEqualTo(foreign.toString());
        assertThat(shown.at("/0/error/name").asText()).isEqualTo("unsupported-format");
        assertThat(result.err().lines())
                .containsExactly(
                        "moult: " + shown.at("/0/error/sentence").asText(),
                        "moult: " + shown.at("/1/error/sentence").asText());
        assertThat(shown.at("/1/error/name").asText()).isEqualTo("unusable-file");
        assertThat(shown.at("/2/version").asText()).isEqualTo("2.0.0");
    }

    @Test
    void verify_ofABadFileAsJson_namesTheRefusalInTheWordsOfTheText() throws IOException {
        Path foreign = write("foreign.bin", ManifestSketch.IMAGE.toArray());
        Moult.Result text = Moult.run("manifest", "verify", foreign, "--trust", keys);

        Moult.Result result =
                Moult.run("manifest", "verify", foreign, directory.resolve("none"), "--trust", keys, "--json");

        assertThat(result.status()).isEqualTo(1);
        JsonNode verdicts = new ObjectMapper().readTree(result.out());
        assertThat(verdicts.at("/0/accepted").asBoolean(true)).isFalse();
        assertThat(verdicts.at("/0/error/name").asText()).isEqualTo("unsupported-format");
        String sentence = verdicts.at("/0/error/sentence").asText();
        assertThat(text.out()).startsWith(sentence.substring(0, sentence.length() - 1));
        assertThat(verdicts.at("/1/accepted").asBoolean(true)).isFalse();
        assertThat("moult: " + verdicts.at("/1/error/sentence").asText())
                .isEqualTo(result.err().strip());
    }

    @Test
    void verb_thatCannotBeDone_isAnErrorAsJson() throws IOException {
        Moult.Result result = Moult.run("manifest", "verify", update, "--trust", directory.resolve("none"), "--json");

        assertThat(result.status()).isEqualTo(1);
        JsonNode error = new ObjectMapper().readTree(result.out()).path("error");
        assertThat(error.path("name").asText()).isEqualTo("unusable-file");
        assertThat("moult: " + error.path("sentence").asText())
                .isEqualTo(result.err().strip());
    }

    private Path write(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }
}
