package io.moult.suit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.ContentCipher;
import io.moult.cose.ContentKey;
import io.moult.cose.CoseSigner;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.manifest.Digest;
import io.moult.suit.report.SignedReport.Opened;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-ietf-suit-report-18 sections 6 and 8; RFC 9124 REQ.SEC.REPORTING. */
class SignedReportTest {
    private static final Report REPORT = new Report(
                    "coaps://example.com/m.suit",
                    Digest.sha256(Bytes.ofHex("00")),
                    Optional.empty(),
                    List.of(),
                    new ReportResult.Success(),
                    Optional.empty())
            .withNonce(Bytes.ofHex("0102030405060708"));

    /** COSE_Keys: P-256, Ed25519, ML-DSA-44, a shared secret: one of each profile's kind that is quick to make. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a30102200123" + "5820" + "1111111111111111111111111111111111111111111111111111111111111111",
                "a30101200623" + "5820" + "1313131313131313131313131313131313131313131313131313131313131313",
                "a3010703382f21" + "5820" + "1414141414141414141414141414141414141414141414141414141414141414",
                "a2010420" + "5820" + "6161616161616161616161616161616161616161616161616161616161616161"
            })
    void report_signedByADevice_isOpenedWithItsKeyAlone(String coseKey) throws IOException {
        SigningKey key = KeyFiles.signingKey(Bytes.ofHex(coseKey));
        TrustAnchor anchor = TrustAnchor.of(key.verificationKey());

        Bytes message = SignedReport.sign(
                REPORT, CoseSigner.of(key, key.verificationKey().thumbprint()));

        assertThat(open(message, TrustStore.of(anchor))).isEqualTo(new Opened.Authentic(REPORT, List.of(anchor)));
        assertThat(reason(open(message, new TestAuthor().trusted())))
                .isIn(RefusalReason.UNKNOWN_SIGNER, RefusalReason.SIGNATURE);
    }

    @Test
    void report_withAnyBitChangedOrCutShort_isRefused() throws IOException {
        TestAuthor device = new TestAuthor();
        Bytes message = signed(device);

        for (int bit = 0; bit < 8 * message.length(); bit++) {
            byte[] octets = message.toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(open(Bytes.wrap(octets), device.trusted()))
                    .as("bit %d", bit)
                    .isInstanceOf(Opened.Refused.class);
        }
        for (int length = 0; length < message.length(); length++) {
            assertThat(open(message.slice(0, length), device.trusted())).isInstanceOf(Opened.Refused.class);
        }
    }

    @Test
    void message_whosePayloadIsElsewhereOrNoReport_isRefused() throws IOException, CborException {
        TestAuthor device = new TestAuthor();
        Bytes other = device.signer().sign(Bytes.ofHex("a0"));

        assertThat(reason(open(other, device.trusted()))).isEqualTo(RefusalReason.MALFORMED);
        CborItem.Tagged tagged = (CborItem.Tagged) CborReader.readDocument(other, DecoderLimits.DEFAULT);
        List<CborItem> parts = tagged.item().array("COSE");
        Bytes noReport = new CborWriter()
                .tag(18)
                .array(4)
                .item(parts.get(0))
                .item(parts.get(1))
                .bytes(Bytes.ofHex("a0"))
                .item(parts.get(3))
                .toBytes();
        assertThat(open(noReport, device.trusted()).toString()).contains("report: ");
        assertThat(reason(open(new CborWriter().tag(16).array(0).toBytes(), device.trusted())))
                .isEqualTo(RefusalReason.UNSUPPORTED_FORMAT);
    }

    /** COSE_Keys of 16 octets for A128GCM, of 32 for ChaCha20/Poly1305. */
    @ParameterizedTest
    @ValueSource(strings = {"A128GCM", "CHACHA20_POLY1305"})
    void report_sealed_isReadWithTheSharedSecretAlone_andNobodyChangesIt(ContentCipher cipher) {
        byte[] secret = new byte[cipher == ContentCipher.A128GCM ? 16 : 32];
        ContentKey key = new ContentKey(cipher, Bytes.copyOf(secret));
        secret[0] = 1;
        ContentKey another = new ContentKey(cipher, Bytes.copyOf(secret));

        Bytes message = SealedReport.seal(REPORT, key, new SecureRandom());

        assertThat(SealedReport.open(message, key, DecoderLimits.DEFAULT))
                .isEqualTo(new ReportDecodeResult.Decoded(REPORT));
        assertThat(SealedReport.open(message, another, DecoderLimits.DEFAULT))
                .isInstanceOf(ReportDecodeResult.Refused.class);
        assertThat(message.hex()).doesNotContain(text("coaps://").hex());
        assertThat(SealedReport.seal(REPORT, key, new SecureRandom())).isNotEqualTo(message);
        for (int bit = 0; bit < 8 * message.length(); bit++) {
            byte[] octets = message.toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(SealedReport.open(Bytes.wrap(octets), key, DecoderLimits.DEFAULT))
                    .as("bit %d", bit)
                    .isInstanceOf(ReportDecodeResult.Refused.class);
        }
        for (int length = 0; length < message.length(); length++) {
            assertThat(SealedReport.open(message.slice(0, length), key, DecoderLimits.DEFAULT))
                    .isInstanceOf(ReportDecodeResult.Refused.class);
        }
    }

    /** A secret is for one cipher, which it names, and that has a tag. */
    @ParameterizedTest
    @CsvSource({
        "a3 0104 0301 20 SECRET, A128GCM (1)",
        "a2 0104 20 SECRET, does not say which cipher",
        "a3 0104 0339fffd 20 SECRET, encrypts no messages here",
        "a3 0104 0305 20 SECRET, encrypts no messages here",
        "a3 0104 0303 20 SECRET, has 16 octets",
        "a4 0104 0301 048109 20 SECRET, for other operations",
        "a3 0102 0301 20 SECRET, no shared secret"
    })
    void contentKey_isReadOrRefusedWithAClause(String hex, String clause) throws KeyFileException {
        Bytes key = Bytes.ofHex(hex.replace(" ", "").replace("SECRET", "50" + "61".repeat(16)));

        if (clause.startsWith("A128GCM")) {
            assertThat(KeyFiles.contentKey(key)).hasToString("key for A128GCM (1)");
        } else {
            assertThatThrownBy(() -> KeyFiles.contentKey(key))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining(clause);
        }
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What extensions add is said. */
    @Test
    void capabilities_ofARecipient_haveAllThatExtensionsAdd() {
        CapabilityReport all =
                CapabilityReport.of(Capabilities.ALL, List.of(new CapabilityReport.Component(List.of(), true)));
        CapabilityReport one = CapabilityReport.of(
                Capabilities.ONE_IMAGE, List.of(new CapabilityReport.Component(List.of(Bytes.ofHex("00")), false)));

        assertThat(all.numbers(CapabilityReport.COMMANDS))
                .contains(7L, 8L, 11L, 25L, 26L, 27L, 28L, 29L, 33L, 34L, 35L);
        assertThat(all.numbers(CapabilityReport.PARAMETERS)).contains(-256L, 19L, 26L, 27L, 28L, 29L, 30L);
        assertThat(all.numbers(CapabilityReport.ALGORITHMS)).contains(-16L, -9L, -46L, -48L, 1L, -65534L);
        assertThat(all.numbers(CapabilityReport.DEPENDENCY)).containsExactly(1L);
        assertThat(one.numbers(CapabilityReport.COMMANDS)).containsExactly(1L, 2L, 3L, 5L, 18L, 20L, 21L, 22L);
        assertThat(one.numbers(CapabilityReport.DEPENDENCY)).isEmpty();
        assertThat(new ReportDecoder(DecoderLimits.DEFAULT).decode(ReportEncoder.encode(REPORT.withCapabilities(all))))
                .isEqualTo(new ReportDecodeResult.Decoded(REPORT.withCapabilities(all)));
    }

    private static Bytes signed(TestAuthor device) throws IOException {
        SigningKey key = KeyFiles.signingKey(device.keys().getPrivate());
        return SignedReport.sign(
                REPORT, CoseSigner.of(key, key.verificationKey().thumbprint()));
    }

    private static Opened open(Bytes message, TrustStore devices) {
        return SignedReport.open(message, devices, DecoderLimits.DEFAULT);
    }

    private static RefusalReason reason(Opened opened) {
        return ((Opened.Refused) opened).refusal().reason();
    }
}
