package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.KeyFiles;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.UnknownCommand;
import io.moult.suit.report.CapabilityReport;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportDecodeResult;
import io.moult.suit.report.ReportDecoder;
import io.moult.suit.report.ReportResult;
import io.moult.suit.report.SealedReport;
import io.moult.suit.report.SignedReport;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code manifest process} on other people's manifests and on our own: R94, R137, R138. */
class ManifestProcessTest {
    private static final String IMAGE = "This is a real firmware image.";

    @TempDir
    private Path home;

    private final TestAuthor device = new TestAuthor();

    /** Those whose conditions a plain directory meets, and what is in a component behind them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            libcsuit-v34/suit_manifest_expAW.suit   |                                                      | plaintext-firmware
            libcsuit-v34/suit_manifest_expEW.suit   |                                                      | decrypted-firmware
            libcsuit-v34/suit_manifest_expED.suit   |                                                      | decrypted-firmware
            fwenc-v24/suit-manifest-aes-kw-content.hex.signed        |                                     | plaintext-firmware
            fwenc-v24/suit-manifest-es-ecdh-content.hex.signed       |                                     | decrypted-firmware
            fwenc-v24/suit-manifest-es-ecdh-dependency.hex.signed    |                                     | decrypted-firmware
            libcsuit-v34/suit_manifest_expU3.suit   | https://cdn.example/example3.bin=libcsuit-v34/raw_image.bin | usr+local+bin+example3
            libcsuit-v34/suit_manifest_expAF.suit   | coaps://example.com/encrypted-firmware=GCM           | plaintext-firmware
            libcsuit-v34/suit_manifest_expAFS.suit  | coaps://example.com/encrypted-firmware=GCM           | _00
            """)
    void manifestOfAnother_isRun_andTheImageIsThere(String envelope, String payload, String component)
            throws IOException {
        List<Object> more = new ArrayList<>();
        if (payload != null) {
            more.add("--payload");
            more.add(named(payload));
        }

        Moult.Result result = process(envelope, more);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(home.resolve("device").resolve(component)).hasContent(IMAGE);
        assertThat(report()).isEqualTo(new ReportResult.Success());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            libcsuit-v34/suit_manifest_expS0.suit         |   | 00 | hello world
            trust-domains-v11/example0_dependent.hex      |   | 00 | hello world
            trust-domains-v11/example1_process.hex        | http://example.com/dependent.suit=libcsuit-v34/suit_manifest_expS0.suit | 10 | ' in multiple trust domains'
            trust-domains-v11/example2_integrated.hex     |   | 10 | ' in multiple trust domains'
            libcsuit-v34/suit_manifest_expS3.suit         |   | 10 | ' in multiple trust domains'
            libcsuit-v34/suit_manifest_expI.suit          |   | ^t^e^e^p-^device+^secure^f^s+_8d_82^w_3a_92m^g^t_93^s2_dc_29_99_7ft+ta | Hello, Secure World!
            """)
    void dependenciesAndIntegratedPayloads_ofAnother_areRun(
            String envelope, String payload, String component, String content) throws IOException {
        List<Object> more = new ArrayList<>();
        if (payload != null) {
            more.add("--payload");
            more.add(named(payload));
        }

        Moult.Result result = process(envelope, more);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(Files.readString(home.resolve("device").resolve(component))).startsWith(content);
    }

    @Test
    void dependencyThatIsProcessedWithoutACheck_isRefused_asTheSpecificationSays() throws IOException {
        Moult.Result result = process(
                "libcsuit-v34/suit_manifest_expD.suit",
                List.of(
                        "--payload",
                        named(
                                "https://example.org/8d82573a-926d-4754-9353-32dc29997f74.suit=libcsuit-v34/suit_manifest_expU.suit")));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("refused install-failed", "whose integrity was not checked");
        assertThat(report()).isInstanceOf(ReportResult.Failure.class);
    }

    @Test
    void payload_thatNobodyGave_isRefusedByItsAddress() throws IOException {
        Moult.Result result = process("libcsuit-v34/suit_manifest_expAF.suit", List.of());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("refused bad-uri", "coaps://example.com/encrypted-firmware", "--payload");
    }

    @Test
    void wait_whoseEventsHaveNotCome_isSaid() throws IOException {
        assertThat(process("libcsuit-v34/suit_manifest_expU1.suit", List.of()).out())
                .contains("refused deferred", "[1, 2]");
        assertThat(process(
                                "libcsuit-v34/suit_manifest_expU1.suit",
                                List.of("--event", "1", "--event", "2", "--event", "6"))
                        .status())
                .isZero();
    }

    @Test
    void envelope_ofSomebodyWhoIsNotTrusted_touchesNoComponent() throws IOException {
        Path device = home.resolve("device");
        Moult.Result result = Moult.run(
                "manifest",
                "process",
                Vectors.path("libcsuit-v34/suit_manifest_expI.suit"),
                "--trust",
                Vectors.path("keys/delegated-p256.pub.pem"),
                "--recipient",
                device,
                "--json");

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(result.status()).isEqualTo(1);
        assertThat(json.path("done").asBoolean(true)).isFalse();
        assertThat(json.path("decisions").path("trusted").path("answer").asText())
                .isEqualTo("stop");
        assertThat(json.path("report").path("reason").asText()).isEqualTo("unauthorised");
        try (var files = Files.list(device)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("REPORT.cbor");
        }
    }

    @Test
    void release_ofOurs_isInstalled_andAnOlderOneIsNot() throws IOException {
        Path keys = home.resolve("keys");
        Path image = Files.writeString(home.resolve("image.bin"), IMAGE);
        Path release = home.resolve("release.suit");
        Moult.makeKeys(keys);
        Moult.makeRelease(keys, image, release);
        Path older = release(keys, image, "1");
        Path device = home.resolve("device");

        Moult.Result first = Moult.run("manifest", "process", release, "--trust", keys, "--recipient", device);
        Moult.Result again = Moult.run("manifest", "process", release, "--trust", keys, "--recipient", device);
        Moult.Result rollback = Moult.run("manifest", "process", older, "--trust", keys, "--recipient", device);

        assertThat(first.status()).as(first.out() + first.err()).isZero();
        assertThat(device.resolve("main")).hasContent(IMAGE);
        assertThat(again.status()).as("applied again").isZero();
        assertThat(rollback.status()).isEqualTo(1);
        assertThat(rollback.out()).contains("refused sequence-too-low");
    }

    @Test
    void release_withTheNumberOfTheLastOne_isThatOneOrRefused() throws IOException {
        Path keys = home.resolve("keys");
        Moult.makeKeys(keys);
        Path release = release(keys, Files.writeString(home.resolve("image.bin"), IMAGE), "7");
        Path kept = Files.move(release, home.resolve("kept.suit"));
        Path another = release(keys, Files.writeString(home.resolve("other.bin"), "another image"), "7");
        Path device = home.resolve("device");
        assertThat(Moult.run("manifest", "process", kept, "--trust", keys, "--recipient", device)
                        .status())
                .isZero();

        Moult.Result refused =
                Moult.run("manifest", "process", another, "--trust", keys, "--recipient", device, "--json");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("sequence-too-low");
        assertThat(device.resolve("main")).hasContent(IMAGE);
        assertThat(Moult.run("manifest", "process", kept, "--trust", keys, "--recipient", device)
                        .status())
                .as("the same once more")
                .isZero();
    }

    /** Whose device it was is signed; who asked for more than there is, is told what there is. */
    @Test
    void report_isSignedByTheDevicesKey_andSaysWhatThereIsWhereMoreWasWanted() throws IOException {
        Path key = Files.writeString(
                home.resolve("device.pem"), KeyFiles.toPem(device.keys().getPrivate()));
        Path file = home.resolve("report.cose");
        Path unknown = Files.write(
                home.resolve("unknown.suit"),
                device.envelope(Scene.installing(1, new UnknownCommand(200, CborItem.ofLong(0))))
                        .toArray());
        Path trusted = Files.write(
                home.resolve("trusted.der"), device.keys().getPublic().getEncoded());

        Moult.Result result = Moult.run(
                "manifest",
                "process",
                unknown,
                "--trust",
                trusted,
                "--recipient",
                home.resolve("device"),
                "--report",
                file,
                "--report-key",
                key);

        assertThat(result.out()).contains("refused unsupported-command", "command(200)");
        Bytes octets = Bytes.wrap(Files.readAllBytes(file));
        SignedReport.Opened opened = SignedReport.open(octets, device.trusted(), DecoderLimits.DEFAULT);
        Report report = ((SignedReport.Opened.Authentic) opened).report();
        assertThat(report.capabilities().orElseThrow().numbers(CapabilityReport.COMMANDS))
                .contains(3L, 11L, 29L)
                .doesNotContain(200L);
    }

    @Test
    void report_underASharedSecret_isReadWithThatAlone_andNotSignedAsWell() throws IOException {
        Path secret = Files.writeString(home.resolve("secret.hex"), "a3010403012050" + "61".repeat(16));
        Path file = home.resolve("report.cose");
        Object[] words = {
            "manifest",
            "process",
            Vectors.path("libcsuit-v34/suit_manifest_expI.suit"),
            "--trust",
            Vectors.path("keys/ta-p256.pub.pem"),
            "--recipient",
            home.resolve("device"),
            "--report",
            file,
            "--report-secret",
            secret
        };

        assertThat(Moult.run(words).status()).isZero();

        ReportDecodeResult opened = SealedReport.open(
                Bytes.wrap(Files.readAllBytes(file)),
                KeyFiles.contentKey(KeyFiles.readSmallFile(secret)),
                DecoderLimits.DEFAULT);
        assertThat(((ReportDecodeResult.Decoded) opened).report().result()).isEqualTo(new ReportResult.Success());
        Object[] both = Arrays.copyOf(words, words.length + 2);
        both[words.length] = "--report-key";
        both[words.length + 1] = secret;
        assertThat(Moult.run(both).status()).as("signed and sealed").isEqualTo(2);
    }

    @Test
    void report_forSomebodyWhoAsks_hasTheirNonceAndWhatTheDeviceCanRun() throws IOException {
        Path trusted = Files.write(
                home.resolve("trusted.der"), device.keys().getPublic().getEncoded());
        Path envelope = Files.write(
                home.resolve("a.suit"),
                device.envelope(Scene.installing(1, Scene.override(Scene.content("x")), Scene.WRITE))
                        .toArray());
        Path file = home.resolve("report.cbor");

        Moult.Result result = Moult.run(
                "manifest",
                "process",
                envelope,
                "--trust",
                trusted,
                "--recipient",
                home.resolve("device"),
                "--report",
                file,
                "--nonce",
                "0102ff",
                "--capabilities");

        assertThat(result.status()).as(result.err()).isZero();
        Report report = ((ReportDecodeResult.Decoded)
                        new ReportDecoder(DecoderLimits.DEFAULT).decode(Bytes.wrap(Files.readAllBytes(file))))
                .report();
        assertThat(report.nonce()).contains(Bytes.ofHex("0102ff"));
        assertThat(report.capabilities().orElseThrow().numbers(CapabilityReport.COMMANDS))
                .contains(3L);
        assertThat(Moult.run(
                                "manifest",
                                "process",
                                envelope,
                                "--trust",
                                trusted,
                                "--recipient",
                                home.resolve("device"),
                                "--nonce",
                                "xy")
                        .status())
                .isEqualTo(2);
    }

    /** Whatever came before and was refused, also under a greater number: it leaves no trace that matters. */
    @Test
    void manifest_thatIsInvalid_neverBlocksTheNextValidOne() throws IOException {
        Path keys = home.resolve("keys");
        Path strangers = home.resolve("strangers");
        Path image = Files.writeString(home.resolve("image.bin"), IMAGE);
        Path good = home.resolve("good.suit");
        Moult.makeKeys(keys);
        Moult.makeKeys(strangers);
        Moult.makeRelease(keys, image, good);
        Path stranger = release(strangers, image, "99");
        Path otherImage = release(keys, image, "98");
        byte[] octets = Files.readAllBytes(otherImage);
        octets[octets.length - 1] ^= 1;
        Files.write(otherImage, octets);
        Path cutShort = release(keys, image, "97");
        Files.write(cutShort, Arrays.copyOf(Files.readAllBytes(cutShort), 100));
        Path device = home.resolve("device");

        for (Path invalid : List.of(stranger, otherImage, cutShort)) {
            Moult.Result refused = Moult.run("manifest", "process", invalid, "--trust", keys, "--recipient", device);
            assertThat(refused.status()).as(refused.out()).isEqualTo(1);
        }
        Moult.Result result = Moult.run("manifest", "process", good, "--trust", keys, "--recipient", device);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(device.resolve("main")).hasContent(IMAGE);
    }

    /** What is refused in the end has changed nothing, though it was stored to be compared. */
    @Test
    void payload_thatIsAnotherFile_isRefused_andTheImageThatWasThereStays() throws IOException {
        String uri = "https://example.com/image?a=b";
        Manifest manifest = Scene.manifest(
                        Scene.sequence(Scene.override(new Parameter.ImageDigest(
                                new Digest(-16, DigestAlgorithm.SHA_256.digest(Scene.text(IMAGE)))))),
                        "main")
                .section(
                        Section.INSTALL,
                        Scene.sequence(Scene.override(new Parameter.Uri(uri)), Scene.FETCH, Scene.MATCH))
                .build();
        Path envelope =
                Files.write(home.resolve("a.suit"), device.envelope(manifest).toArray());
        Path trusted = Files.write(
                home.resolve("trusted.der"), device.keys().getPublic().getEncoded());
        Path good = Files.writeString(home.resolve("good.bin"), IMAGE);
        Path wrong = Files.writeString(home.resolve("wrong.bin"), "something else");
        Path directory = home.resolve("device");
        assertThat(processed(envelope, trusted, directory, uri + "=" + good).status())
                .isZero();
        String state = Files.readString(directory.resolve("STATE.json"));

        Moult.Result refused = processed(envelope, trusted, directory, uri + "=" + wrong);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("refused image-digest", "none of it counts");
        assertThat(directory.resolve("main")).hasContent(IMAGE);
        assertThat(directory.resolve("STATE.json")).hasContent(state);
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("main", "STATE.json", "REPORT.cbor");
        }
    }

    @Test
    void whatIsNoDeviceOrNoFile_isNamed() throws IOException {
        Path keys = home.resolve("keys");
        Path image = Files.writeString(home.resolve("image.bin"), IMAGE);
        Path update = home.resolve("update.suit");
        Moult.makeKeys(keys);
        Moult.makeRelease(keys, image, update);
        Path directory = Files.createDirectory(home.resolve("device"));

        KeysAndReleaseTest.assertFails(
                processed(update, keys, image, "x=" + image), 1, "is a file, where --recipient takes a directory.");
        KeysAndReleaseTest.assertFails(
                processed(update, keys, directory, "x=" + directory),
                1,
                "is a directory, where --payload takes a file.");
        KeysAndReleaseTest.assertFails(
                processed(update, keys, directory, "x=" + home.resolve("none")), 1, "none: there is no such file");
        Moult.Result noPair = processed(update, keys, directory, "x");
        assertThat(noPair.status()).isEqualTo(2);
        assertThat(noPair.err()).contains("--payload: \"x\" is not URI=FILE.");
        for (String option : List.of("--slot", "--battery")) {
            Moult.Result negative =
                    Moult.run("manifest", "process", update, "--trust", keys, "--recipient", directory, option, "-1");
            assertThat(negative.status()).isEqualTo(2);
            assertThat(negative.err()).contains(option + ": \"-1\" is not a number from 0 on.");
        }
        Files.createDirectory(directory.resolve("main"));
        KeysAndReleaseTest.assertFails(
                processed(update, keys, directory, "x=" + image), 1, "main in it is a directory, where a component is");
        Files.writeString(directory.resolve("STATE.json"), "{");
        KeysAndReleaseTest.assertFails(
                processed(update, keys, directory, "x=" + image), 1, "cannot be read: STATE.json in it is broken");
    }

    private static Moult.Result processed(Path envelope, Path trust, Path directory, String payload) {
        return Moult.run(
                "manifest", "process", envelope, "--trust", trust, "--recipient", directory, "--payload", payload);
    }

    private Path release(Path keys, Path image, String sequence) {
        Path out = home.resolve("release-" + sequence + ".suit");
        assertThat(Moult.run(
                                "release",
                                "--keys",
                                keys,
                                "--image",
                                image,
                                "--version",
                                "1.0.0",
                                "--sequence",
                                sequence,
                                "--out",
                                out)
                        .status())
                .isZero();
        return out;
    }

    private Moult.Result process(String envelope, List<Object> more) throws IOException {
        Path secret = Files.writeString(home.resolve("kek.hex"), "a30104032220" + "50" + "61".repeat(16));
        List<Object> words = new ArrayList<>(List.of(
                "manifest",
                "process",
                Vectors.path(envelope),
                "--recipient",
                home.resolve("device"),
                "--trust",
                Vectors.path("keys/ta-p256.pub.pem"),
                "--trust",
                Vectors.path("keys/delegated-p256.pub.pem"),
                "--trust",
                Vectors.path("keys/trust_anchor_hmac256_cose_key_secret.hex"),
                "--decrypt-key",
                secret,
                "--decrypt-key",
                Vectors.path("keys/device_ecdh_es_a128kw_cose_key_private.hex")));
        words.addAll(more);
        return Moult.run(words.toArray());
    }

    /** URI=FILE; GCM is the ciphertext of the firmware-encryption draft. */
    private String named(String payload) throws IOException {
        int equals = payload.lastIndexOf('=');
        String file = payload.substring(equals + 1);
        Path path = Vectors.path("fwenc-v24");
        if (file.equals("GCM")) {
            String hex =
                    Files.readString(path.resolve("encrypted-payload-aes-kw-aes-gcm.hex"), StandardCharsets.US_ASCII);
            path = Files.write(
                    home.resolve("payload.bin"),
                    Bytes.ofHex(hex.replaceAll("\\s", "")).toArray());
        } else {
            path = Vectors.path(file);
        }
        return payload.substring(0, equals + 1) + path;
    }

    private ReportResult report() throws IOException {
        Bytes octets = Bytes.wrap(Files.readAllBytes(home.resolve("device").resolve("REPORT.cbor")));
        ReportDecodeResult result = new ReportDecoder(DecoderLimits.DEFAULT).decode(octets);
        assertThat(result).isInstanceOf(ReportDecodeResult.Decoded.class);
        return ((ReportDecodeResult.Decoded) result).report().result();
    }
}
