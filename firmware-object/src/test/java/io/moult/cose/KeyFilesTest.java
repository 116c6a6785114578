package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R15, R24: keys and certificates as people bring them. */
class KeyFilesTest {
    private static final KeyPair KEYS = KeyFiles.generate(new SecureRandom());

    @Test
    void privateKey_inPkcs8_isReadWithItsPublicKey() throws IOException {
        PrivateKey read = KeyFiles.privateKey(text(KeyFiles.toPem(KEYS.getPrivate())));

        assertThat(read).isEqualTo(KEYS.getPrivate());
        assertThat(((ECPublicKey) KeyFiles.pair(read).getPublic()).getW())
                .isEqualTo(((ECPublicKey) KEYS.getPublic()).getW());
    }

    @Test
    void privateKey_inSec1AfterItsParameters_isRead() throws Exception {
        // as `openssl ecparam -genkey -name prime256v1` writes it
        String pem = pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded())
                + pem("EC PRIVATE KEY", sec1((ECPrivateKey) KEYS.getPrivate(), true));

        assertThat(((ECPrivateKey) KeyFiles.privateKey(text(pem))).getS())
                .isEqualTo(((ECPrivateKey) KEYS.getPrivate()).getS());
        String bare = pem("EC PRIVATE KEY", sec1((ECPrivateKey) KEYS.getPrivate(), false));
        assertThat(((ECPrivateKey) KeyFiles.privateKey(text(bare))).getS())
                .isEqualTo(((ECPrivateKey) KEYS.getPrivate()).getS());
    }

    @Test
    void privateKey_ofTheSpecificationsExamples_belongsToTheTrustedKey() throws IOException {
        PrivateKey key = KeyFiles.privateKey(KeyFiles.readSmallFile(Vectors.path("manifest-spec-v37/private_key.pem")));

        assertThat(KeyFiles.signingKey(key).verificationKey())
                .isEqualTo(Vectors.trust("ta-p256").anchors().get(0).key());
    }

    @Test
    void privateKey_onAnotherCurve_isRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp521r1"));
        KeyPair other = generator.generateKeyPair();

        assertThatThrownBy(() -> KeyFiles.privateKey(text(KeyFiles.toPem(other.getPrivate()))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("P-256");
        assertThatThrownBy(() -> KeyFiles.trustAnchor(
                        text(pem("PUBLIC KEY", other.getPublic().getEncoded()))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("on a curve that is not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA"
            })
    void privateKey_thatIsNone_isRefusedWithAClause(String content) {
        assertThatThrownBy(() -> KeyFiles.privateKey(text(content))).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> KeyFiles.trustAnchor(text(content))).isInstanceOf(KeyFileException.class);
    }

    @Test
    void privateKey_encrypted_isRefusedWithTheWayOut() {
        String pem = pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0x00});

        assertThatThrownBy(() -> KeyFiles.privateKey(text(pem)))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("decrypt it first");
    }

    @Test
    void trustAnchor_thatIsAPrivateKey_isRefused() {
        assertThatThrownBy(() -> KeyFiles.trustAnchor(text(KeyFiles.toPem(KEYS.getPrivate()))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is a private key");
    }

    @Test
    void trustAnchor_fromAPublicKeyInPemOrDer_isTheSame() throws IOException {
        Bytes der = Bytes.wrap(KEYS.getPublic().getEncoded());

        TrustAnchor fromPem = KeyFiles.trustAnchor(text(pem("PUBLIC KEY", der.toArray())));

        assertThat(fromPem).isEqualTo(KeyFiles.trustAnchor(der));
        assertThat(fromPem.certificateDer()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void publicKey_offTheCurve_isRefused() {
        byte[] der = KEYS.getPublic().getEncoded();
        der[der.length - 1] ^= 1;

        assertThatThrownBy(() -> TrustAnchor.ofPublicKey(Bytes.wrap(der))).isInstanceOf(KeyFileException.class);
    }

    private static byte[] sec1(ECPrivateKey key, boolean withParameters) throws IOException {
        return (withParameters
                        ? new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                        : new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS()))
                .getEncoded();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
