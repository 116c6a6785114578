package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing with a key that is elsewhere: digest in, signature out. */
class SignerElsewhereTest {
    private static final Bytes PAYLOAD = Bytes.wrap("a digest of a manifest".getBytes(StandardCharsets.UTF_8));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final KeyPair keys = KeyFiles.generate(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void command_thatIsOpenssl_signs(String curve) throws Exception {
        assumeTrue(hasOpenssl(), "no openssl on this machine");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        Path pem = directory.resolve("key.pem");
        Files.writeString(pem, KeyFiles.toPem(pair.getPrivate()));
        VerificationKey publicPart = publicPart(pair);
        SignerCommand command = new SignerCommand(
                List.of("openssl", "pkeyutl", "-sign", "-inkey", pem.toString()), publicPart, PATIENCE);

        Bytes block = AuthenticationWriter.block(CoseSigner.of(command, publicPart.thumbprint()), PAYLOAD);

        assertThat(new AuthenticationCheck(TrustStore.of(TrustAnchor.of(publicPart)), DecoderLimits.DEFAULT)
                        .check(block, PAYLOAD))
                .isInstanceOf(SignatureCheck.Valid.class);
    }

    @Test
    void command_thatFails_isSaidSo() throws IOException {
        assertThatThrownBy(() -> command("exit 3").sign(PAYLOAD)).hasMessage("the signer command ends with status 3");
        assertThatThrownBy(() -> command("cat").sign(PAYLOAD))
                .hasMessage("the signer command gives a signature that is not the key's");
        assertThatThrownBy(() -> command("true").sign(PAYLOAD)).hasMessageContaining("gives nothing");
        assertThatThrownBy(() -> command("head -c 2000 /dev/zero").sign(PAYLOAD))
                .hasMessageContaining("gives more than a signature");
        assertThatThrownBy(() -> new SignerCommand(List.of("/none/such"), publicPart(keys), PATIENCE).sign(PAYLOAD))
                .isInstanceOf(IOException.class);
    }

    /** No disk is filled: no more is read than a signature has, and the command and what it started are stopped. */
    @Test
    void command_thatWritesWithoutEnd_isStoppedAtOnce_andLeavesNoFile() throws Exception {
        Path shell = directory.resolve("shell");
        Path writer = directory.resolve("writer");
        Set<Path> before = temporaryFiles();
        SignerCommand command = command("echo $$ > " + shell + "; yes & echo $! > " + writer + "; wait");

        assertThatThrownBy(() -> command.sign(PAYLOAD)).hasMessageContaining("gives more than a signature");

        for (Path started : List.of(shell, writer)) {
            long id = Long.parseLong(Files.readString(started).strip());
            Optional<ProcessHandle> process = ProcessHandle.of(id);
            if (process.isPresent()) {
                process.get().onExit().get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("signature"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void command_thatDoesNotEnd_isEndedAtItsDeadline() throws IOException {
        SignerCommand command = new SignerCommand(
                List.of("sh", "-c", "exec tail -f /dev/null"), publicPart(keys), Duration.ofMillis(50));

        assertThatThrownBy(() -> command.sign(PAYLOAD)).hasMessageContaining("no signature within");
    }

    @Test
    void command_forAKeyThatSignsMoreThanADigest_isRefused() {
        VerificationKey key = TestKeys.signing(TestKeys.ed25519()).verificationKey();

        assertThatThrownBy(() -> new SignerCommand(List.of("true"), key, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void key_inTheKeepingOfAProvider_signs() throws IOException {
        // the JDK's own provider stands for a token's: the key is used by name of its keeper, and never read
        SigningKey key = KeyFiles.signingKey(keys.getPrivate(), Security.getProvider("SunEC"), publicPart(keys));

        assertThat(key.verificationKey().verifies(PAYLOAD, key.sign(PAYLOAD))).isTrue();
        SigningKey none = KeyFiles.signingKey(keys.getPrivate(), Security.getProvider("SUN"), publicPart(keys));
        assertThatThrownBy(() -> none.sign(PAYLOAD)).isInstanceOf(IOException.class);
    }

    private SignerCommand command(String shell) throws IOException {
        return new SignerCommand(List.of("sh", "-c", shell), publicPart(keys), PATIENCE);
    }

    private static VerificationKey publicPart(KeyPair pair) throws IOException {
        return TrustAnchor.ofPublicKey(Bytes.wrap(pair.getPublic().getEncoded()))
                .key();
    }

    private static boolean hasOpenssl() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, "openssl")));
    }
}
