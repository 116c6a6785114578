package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.cose.KeyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code manifest encrypt}, and what becomes of it on devices: R42, R78, R99, R136. */
class EncryptVerbTest {
    private static final String IMAGE = "This is a real firmware image.";
    private static final String URI = "coaps://example.com/NEW";

    @TempDir
    private Path home = Path.of("set by JUnit");

    private Path keys = Path.of("set below");
    private Path manifest = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(home.resolve("NEW.bin"), IMAGE);
        keys = home.resolve("KEYS");
        manifest = home.resolve("M.suit");
        Moult.makeKeys(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A128GCM", "A256GCM", "chacha20-poly1305", "A128CTR", "A192CTR", "A256CTR"})
    void payloadInTheEnvelope_isOpenedByEachRecipientAndNobodyElse(String cipher) throws IOException {
        create("#image");
        Path secret = Files.writeString(home.resolve("kek.hex"), "a30104032220" + "50" + "61".repeat(16));
        Path one = device("one");
        Path stranger = device("stranger");

        ok(Moult.run(
                "manifest",
                "encrypt",
                manifest,
                "--cipher",
                cipher,
                "--recipient",
                home.resolve("one.pub"),
                "--recipient",
                secret));
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));

        assertThat(Files.readString(manifest, StandardCharsets.ISO_8859_1)).doesNotContain(IMAGE);
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", keys).status())
                .isZero();
        for (Path key : new Path[] {one, secret}) {
            Path recipient = home.resolve("device-" + key.getFileName());
            ok(process(manifest, key, recipient));
            assertThat(recipient.resolve("main")).hasContent(IMAGE);
        }
        Moult.Result refused = process(manifest, stranger, home.resolve("no"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("refused install-failed: ", "no key of this device opens it");
    }

    @Test
    void payloadWithAnAddress_isOneForAllDevices_andEachHasASmallPart() throws IOException {
        create(URI);
        Path encrypted = home.resolve("NEW.encrypted");
        Path each = home.resolve("DEVICES");
        Path first = device("first");
        Path second = device("second");

        ok(Moult.run(
                "manifest",
                "encrypt",
                manifest,
                "--payload",
                URI + "=" + home.resolve("NEW.bin"),
                "--payload-out",
                encrypted,
                "--recipient",
                home.resolve("first.pub"),
                "--recipient",
                home.resolve("second.pub"),
                "--each",
                each));
        ok(Moult.run("manifest", "sign", each.resolve("first.suit"), each.resolve("second.suit"), "--key", keys));

        assertThat(Files.size(encrypted)).isEqualTo(IMAGE.length() + 16);
        assertThat(Files.size(each.resolve("first.suit"))).isLessThan(1000);
        ok(process(each.resolve("first.suit"), first, home.resolve("d1"), "--payload", URI + "=" + encrypted));
        ok(process(each.resolve("second.suit"), second, home.resolve("d2"), "--payload", URI + "=" + encrypted));
        assertThat(home.resolve("d1").resolve("main")).hasContent(IMAGE);
        assertThat(home.resolve("d2").resolve("main")).hasContent(IMAGE);
        assertThat(process(each.resolve("second.suit"), first, home.resolve("d3"), "--payload", URI + "=" + encrypted)
                        .status())
                .as("another's part")
                .isEqualTo(1);
    }

    @Test
    void encrypt_ofAnotherFileThanTheManifestsPayload_isRefused_andWritesNothing() throws IOException {
        create(URI);
        device("one");
        Path other = Files.writeString(home.resolve("OTHER.bin"), "This is another firmware image.");
        Path encrypted = home.resolve("NEW.encrypted");

        Moult.Result result = Moult.run(
                "manifest",
                "encrypt",
                manifest,
                "--payload",
                URI + "=" + other,
                "--payload-out",
                encrypted,
                "--recipient",
                home.resolve("one.pub"));

        KeysAndReleaseTest.assertFails(result, 1, "OTHER.bin is not the payload of " + URI);
        assertThat(encrypted).doesNotExist();
    }

    @Test
    void encrypt_ofWhatIsSignedOrEncryptedOrNotThere_isRefused() throws IOException {
        device("one");
        Path recipient = home.resolve("one.pub");
        create("#image");
        Path signed = Files.copy(manifest, home.resolve("SIGNED.suit"));
        ok(Moult.run("manifest", "sign", signed, "--key", keys));

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "encrypt", signed, "--recipient", recipient), 1, "encrypt first, then sign.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "encrypt", manifest, "--recipient", recipient, "--payload", "#other"),
                1,
                "has the payloads #image: say which one by --payload");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "encrypt", manifest, "--recipient", home.resolve("one.pem")),
                1,
                "is a private key where a certificate or a public key is needed.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "encrypt", manifest, "--recipient", home.resolve("none")),
                1,
                "none: there is no such file.");
        assertThat(Moult.run("manifest", "encrypt", manifest, "--recipient", recipient, "--cipher", "ROT13")
                        .status())
                .isEqualTo(2);
        ok(Moult.run("manifest", "encrypt", manifest, "--recipient", recipient));
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "encrypt", manifest, "--recipient", recipient), 1, "is encrypted already.");
    }

    private Moult.Result process(Path envelope, Path key, Path recipient, Object... more) {
        Object[] words = {
            "manifest", "process", envelope, "--trust", keys, "--recipient", recipient, "--decrypt-key", key
        };
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Moult.run(all);
    }

    /** A device's key pair; the private key's file. */
    private Path device(String name) throws IOException {
        KeyPair pair = KeyFiles.generate(new SecureRandom());
        Files.writeString(
                home.resolve(name + ".pub"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return Files.writeString(home.resolve(name + ".pem"), KeyFiles.toPem(pair.getPrivate()));
    }

    private void create(String uri) throws IOException {
        String yaml = AuthorsWorkshop.examples().group(1);
        if (!uri.startsWith("#")) {
            yaml = yaml.replace("uri: \"#image\"", "uri: \"" + uri + "\"");
            yaml = yaml.substring(0, yaml.indexOf("payloads:"));
        }
        Path description = Files.writeString(home.resolve("D.yaml"), yaml);
        ok(Moult.run("manifest", "create", description, "--out", manifest));
    }

    private static Moult.Result ok(Moult.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result;
    }
}
