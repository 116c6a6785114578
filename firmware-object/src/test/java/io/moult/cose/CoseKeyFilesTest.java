package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HSSPublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R15, R24: keys of every kind, as COSE_Key, PEM or DER, through one door. */
class CoseKeyFilesTest {
    private static final Bytes OCTETS = Bytes.wrap("to be signed".getBytes(StandardCharsets.UTF_8));

    static Stream<Bytes> keys() {
        return TestKeys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void signingKey_asCoseKey_isReadFromBinaryOrHexadecimalText(Bytes binary) throws IOException {
        SigningKey key = KeyFiles.signingKey(binary);

        String hex = binary.hex();
        assertThat(KeyFiles.signingKey(text(hex + "\n")).verificationKey()).isEqualTo(key.verificationKey());
        assertThat(KeyFiles.signingKey(text(hex.toUpperCase(Locale.ROOT).replaceAll("(.{20})", "$1\n")))
                        .verificationKey())
                .isEqualTo(key.verificationKey());
        assertThat(key.verificationKey().verifies(OCTETS, key.sign(OCTETS))).isTrue();
        assertThat(key.verificationKey().toString()).doesNotContain("1111", "6161");
    }

    @Test
    void trustAnchor_asCoseKey_isTheOneInPem() throws IOException {
        TrustAnchor cose = KeyFiles.trustAnchor(file("keys/trust_anchor_esp256_cose_key_public.hex"));
        TrustAnchor pem = KeyFiles.trustAnchor(file("keys/ta-p256.pub.pem"));

        assertThat(cose.key()).isEqualTo(pem.key());
        assertThat(cose.keyId()).isEqualTo(cose.key().thumbprint());
        assertThat(pem.isNamed(cose.keyId())).isTrue();
        assertThat(KeyFiles.signingKey(file("keys/trust_anchor_esp256_cose_key_private.hex"))
                        .verificationKey())
                .isEqualTo(pem.key());
    }

    @Test
    void trustAnchor_thatIsASharedSecret_isRead() throws IOException {
        TrustAnchor anchor = KeyFiles.trustAnchor(file("keys/trust_anchor_hmac256_cose_key_secret.hex"));

        assertThat(anchor.key().kind().label()).isEqualTo("HMAC 256");
        assertThat(anchor.keyId().hex()).startsWith("166096c9");
        assertThat(anchor.toString()).doesNotContain("6161");
    }

    @ParameterizedTest
    @CsvSource({
        "keys/trust_anchor_esp256_cose_key_private.hex, is a private key",
        "keys/device_ecdh_es_a128kw_cose_key_public.hex, is a key for ECDH-ES + A128KW (-29)",
        "keys/trust_anchor_a128_cose_key_secret.hex, is a key for A192KW (-4)",
    })
    void trustAnchor_thatIsForSomethingElse_isRefused(String name, String clause) throws IOException {
        Bytes content = file(name);

        assertThatThrownBy(() -> KeyFiles.trustAnchor(content))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(clause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys/device_esp256_cose_key_private.hex", // is for signatures
                "keys/trust_anchor_hmac256_cose_key_secret.hex",
                "keys/device_ecdh_es_a128kw_cose_key_public.hex"
            })
    void decryptionKey_thatIsForSomethingElse_isRefused(String name) throws IOException {
        Bytes content = file(name);

        assertThatThrownBy(() -> KeyFiles.decryptionKey(content)).isInstanceOf(KeyFileException.class);
    }

    /** COSE_Keys that are bad: each is a good one with one thing wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0",
                "a10102", // no curve
                "a2010220 01", // no point
                "a3010220 0121 43010203", // x too short
                "a2010320 41aa", // RSA
                "a2010420 4f313131313131313131313131313131", // a short secret
                "a2010120 07", // Ed448
                "a3010120 06 21 5820 0100000000000000000000000000000000000000000000000000000000000000", // order 1
                "a2010520 4100", // HSS of nothing
                "a2010720 4100", // AKP that names no algorithm
                "a3010703382f20 4100", // ML-DSA-44, too short
                "a2010201 02", // a label twice
                "a101f6"
            })
    void coseKey_thatIsBad_isRefusedWithAClause(String hex) {
        Bytes content = Bytes.ofHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> KeyFiles.trustAnchor(content)).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> KeyFiles.signingKey(content)).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> KeyFiles.decryptionKey(content)).isInstanceOf(KeyFileException.class);
    }

    /** Numbers in longer forms, as some tools write keys: { 1: 4, -1: h'3131…' }, and a label twice in two forms. */
    @Test
    void coseKey_withNumbersInLongerForms_isReadAndNoLabelTwice() throws IOException {
        Bytes key = Bytes.ofHex("a2180104205900203131313131313131313131313131313131313131313131313131313131313131");
        Bytes twice = Bytes.ofHex("a301041801042058203131313131313131313131313131313131313131313131313131313131313131");

        assertThat(KeyFiles.trustAnchor(key).key().kind().label()).isEqualTo("HMAC 256");
        assertThatThrownBy(() -> KeyFiles.trustAnchor(twice)).hasMessageContaining("given twice");
    }

    @Test
    void coseKey_whosePartsDoNotBelongTogether_isRefused() throws Exception {
        SigningKey other = TestKeys.signing(TestKeys.ed25519());
        Bytes mixed = TestKeys.key(
                1,
                CoseKey.part(-1, 6),
                CoseKey.part(-2, publicPoint(other)),
                CoseKey.part(-4, TestKeys.octets(32, 0x77)));

        assertThatThrownBy(() -> KeyFiles.signingKey(mixed))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void coseKey_forOtherOperations_isRefused() {
        Bytes toEncrypt = new CborWriter()
                .map(3)
                .unsigned(1)
                .unsigned(4)
                .unsigned(4)
                .raw(Bytes.ofHex("8103"))
                .integer(-1)
                .bytes(TestKeys.octets(32, 0x61))
                .toBytes();

        assertThatThrownBy(() -> KeyFiles.trustAnchor(toEncrypt)).hasMessageContaining("other operations");
        assertThatThrownBy(() -> KeyFiles.signingKey(toEncrypt)).hasMessageContaining("other operations");
        assertThatThrownBy(() -> KeyFiles.decryptionKey(toEncrypt)).hasMessageContaining("other operations");
    }

    @ParameterizedTest
    @CsvSource({"EC, secp384r1, P-384", "Ed25519, Ed25519, Ed25519"})
    void keyPair_ofTheJdk_isReadFromPemAndDer(String algorithm, String parameter, String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(
                algorithm.equals("EC") ? new ECGenParameterSpec(parameter) : new NamedParameterSpec(parameter));
        KeyPair pair = generator.generateKeyPair();

        SigningKey key = KeyFiles.signingKey(
                text(PemText.encode("PRIVATE KEY", pair.getPrivate().getEncoded())));

        TrustAnchor anchor = KeyFiles.trustAnchor(Bytes.wrap(pair.getPublic().getEncoded()));
        assertThat(anchor.key()).isEqualTo(key.verificationKey());
        assertThat(anchor.key().kind().label()).isEqualTo(kind);
        assertThat(anchor.key().verifies(OCTETS, key.sign(OCTETS))).isTrue();
        assertThat(KeyFiles.signingKey(Bytes.wrap(pair.getPrivate().getEncoded()))
                        .verificationKey())
                .isEqualTo(anchor.key());
    }

    @Test
    void decryptionKey_ofTheJdk_opensWhatIsEncryptedForItsPublicKey() throws Exception {
        for (KeyPair pair : List.of(
                KeyFiles.generate(new SecureRandom()),
                KeyPairGenerator.getInstance("X25519").generateKeyPair())) {
            EncryptionRecipient recipient =
                    KeyFiles.recipient(Bytes.wrap(pair.getPublic().getEncoded()));
            Bytes info =
                    new PayloadEncryption(ContentCipher.A128GCM, new SecureRandom()).encryptionInfo(List.of(recipient));
            DecryptionKey key = KeyFiles.decryptionKey(
                    text(PemText.encode("PRIVATE KEY", pair.getPrivate().getEncoded())));

            assertThat(PayloadDecryption.begin(info, List.of(key), DecoderLimits.DEFAULT))
                    .isInstanceOf(DecryptionStart.Ready.class);
        }
    }

    @Test
    void publicKey_ofHssOrMlDsa_isReadFromX509(@TempDir Path directory) throws Exception {
        HssKeyFile hss = HssKeyFile.create(
                directory.resolve("k"), new HssMarks(directory.resolve("m")), List.of(5), new SecureRandom());
        byte[] encoded = CoseKey.read(hss.publicCoseKey()).octets(-1, "key").toArray();
        byte[] x509 = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                        HSSPublicKeyParameters.getInstance(encoded))
                .getEncoded();

        assertThat(KeyFiles.trustAnchor(text(PemText.encode("PUBLIC KEY", x509)))
                        .key())
                .isEqualTo(hss.verificationKey());

        byte[] seed = TestKeys.octets(32, 0x15).toArray();
        byte[] mlDsa = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed).getPublicKeyParameters())
                .getEncoded();
        assertThat(KeyFiles.trustAnchor(Bytes.wrap(mlDsa)).key())
                .isEqualTo(TestKeys.signing(TestKeys.all().get(4)).verificationKey());
    }

    private static Bytes publicPoint(SigningKey key) throws Exception {
        byte[] seed = TestKeys.octets(32, 0x13).toArray();
        Bytes point = Bytes.wrap(
                new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
        assertThat(TrustAnchor.ofCoseKey(TestKeys.key(1, CoseKey.part(-1, 6), CoseKey.part(-2, point)))
                        .key())
                .isEqualTo(key.verificationKey());
        return point;
    }

    private static Bytes file(String relative) throws IOException {
        return KeyFiles.readSmallFile(Vectors.path(relative));
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
