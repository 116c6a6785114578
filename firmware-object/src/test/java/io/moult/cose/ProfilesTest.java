package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The six profiles of draft-ietf-suit-mti, each for authoring and for receiving: digest, authentication, keys, cipher. */
class ProfilesTest {
    private static final Bytes IMAGE = Bytes.wrap("an image".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "suit-sha256-hmac-a128kw-a128ctr, -16, 5, -3, -65534",
        "suit-sha256-esp256-ecdh-a128ctr, -16, -9, -29, -65534",
        "suit-sha256-ed25519-ecdh-a128ctr, -16, -19, -29, -65534",
        "suit-sha256-esp256-ecdh-a128gcm, -16, -9, -29, 1",
        "suit-sha256-ed25519-ecdh-chacha-poly, -16, -19, -29, 24",
        "suit-sha256-hsslms-a256kw-a256ctr, -16, -46, -5, -65532"
    })
    void profile_ofSuit_isAuthoredAndReceived(String name, int digest, int authentication, int keys, int cipher)
            throws Exception {
        Bytes signed = DigestAlgorithm.of(digest).orElseThrow().digest(IMAGE);
        CoseAlgorithm algorithm = CoseAlgorithm.of(authentication).orElseThrow();
        SigningKey signing = signingKey(algorithm);
        Bytes device = deviceKey(keys);
        PayloadEncryption encryption =
                new PayloadEncryption(ContentCipher.of(cipher).orElseThrow(), new SecureRandom());

        Bytes block = AuthenticationWriter.block(new CoseSigner(signing, algorithm, Optional.empty()), signed);
        Bytes info = encryption.encryptionInfo(List.of(recipient(device)));
        Bytes ciphertext = ChangedOctetsTest.join(encryption.update(IMAGE), encryption.finish());

        assertThat(new AuthenticationCheck(TestKeys.trust(signing), DecoderLimits.DEFAULT).check(block, signed))
                .isInstanceOf(SignatureCheck.Valid.class);
        EncryptionInfo read = EncryptionInfo.read(info, DecoderLimits.DEFAULT);
        assertThat(read.cipher().number()).isEqualTo(cipher);
        assertThat(read.keys()).extracting(EncryptedKey::algorithm).containsExactly((long) keys);
        PayloadDecryption decryption = ((DecryptionStart.Ready)
                        PayloadDecryption.begin(info, List.of(KeyFiles.decryptionKey(device)), DecoderLimits.DEFAULT))
                .decryption();
        Bytes head = decryption.update(ciphertext);
        assertThat(ChangedOctetsTest.join(head, decryption.finish().orElseThrow()))
                .isEqualTo(IMAGE);
    }

    private SigningKey signingKey(CoseAlgorithm algorithm) throws IOException {
        if (algorithm == CoseAlgorithm.HSS_LMS) {
            return HssKeyFile.create(
                    directory.resolve("author.hss"),
                    new HssMarks(directory.resolve("marks")),
                    List.of(5),
                    new SecureRandom());
        }
        return TestKeys.all().stream()
                .map(TestKeys::signing)
                .filter(key -> key.verificationKey().kind().equals(algorithm.kind()))
                .findFirst()
                .orElseThrow();
    }

    private static Bytes deviceKey(int algorithm) {
        return switch (algorithm) {
            case -3 -> TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(16, 1)));
            case -5 -> TestKeys.key(4, CoseKey.part(-1, TestKeys.octets(32, 1)));
            default -> TestKeys.p256();
        };
    }

    private static EncryptionRecipient recipient(Bytes device) throws IOException {
        return CoseKey.read(device).type() == CoseKey.TYPE_SYMMETRIC
                ? KeyFiles.recipient(device)
                : ChangedOctetsTest.recipient(device);
    }
}
