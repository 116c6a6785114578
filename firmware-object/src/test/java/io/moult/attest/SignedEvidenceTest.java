package io.moult.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.attest.BootLog.Entry;
import io.moult.attest.BootLog.Subject;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportResult;
import io.moult.suit.report.SystemClaims;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R153, R154: what a device proves of its last boot, and what a reader believes of it. */
class SignedEvidenceTest {
    private static final DecoderLimits LIMITS = DecoderLimits.DEFAULT;
    private static final Digest IMAGE = Digest.sha256(Bytes.ofHex("aa"));
    private static final BootLog LOG = new BootLog(List.of(
            new Entry(Subject.BOOTLOADER, Digest.sha256(Bytes.ofHex("bb")).value()),
            new Entry(Subject.LIFECYCLE, words("provisioned")),
            new Entry(Subject.COMPONENT, IMAGE.value()),
            new Entry(Subject.SEQUENCE_NUMBER, Bytes.ofHex("ffffffffffffffff")),
            new Entry(Subject.ATTEMPT, Bytes.ofHex("00000002")),
            new Entry(Subject.RECOVERY, Bytes.ofHex("00")),
            new Entry(Subject.ERROR, Bytes.EMPTY)));

    private final SigningKey device = key();
    private final BootEvidence evidence = new BootEvidence(
            Bytes.ofHex("01" + "5a".repeat(32)),
            Optional.of(new UUID(1, 2)),
            Optional.of(new UUID(3, 4)),
            true,
            "2.0.0",
            Optional.of(new Report(
                    "",
                    Digest.sha256(Bytes.ofHex("cc")),
                    Optional.empty(),
                    List.of(new SystemClaims(
                            ComponentId.MAIN,
                            Parameters.of(new Parameter.ImageDigest(IMAGE), new Parameter.ImageSize(1234)))),
                    new ReportResult.Success(),
                    Optional.empty())),
            LOG);

    private static SigningKey key() {
        try {
            return KeyFiles.signingKey(KeyFiles.generate(new SecureRandom()).getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes words(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<TrustAnchor> anchor(SigningKey key) {
        return Optional.of(TrustAnchor.of(key.verificationKey()));
    }

    @Test
    void evidence_signedByTheDevice_isAuthenticAndWhole() throws Exception {
        Bytes message = SignedEvidence.sign(evidence, device);

        assertThat(SignedEvidence.open(message, anchor(device), LIMITS))
                .isEqualTo(new SignedEvidence.Opened.Authentic(evidence));
        assertThat(message.length()).isLessThan(1024);
    }

    @Test
    void evidence_ofADeviceWhoseKeyNobodyKnows_isReadAndSaidToBeUnchecked() throws Exception {
        Bytes message = SignedEvidence.sign(evidence, device);

        assertThat(SignedEvidence.open(message, Optional.empty(), LIMITS))
                .isEqualTo(new SignedEvidence.Opened.NotChecked(evidence));
    }

    @Test
    void evidence_ofAnotherDevice_isRefused() throws Exception {
        Bytes message = SignedEvidence.sign(evidence, key());

        assertThat(SignedEvidence.open(message, anchor(device), LIMITS))
                .isInstanceOfSatisfying(
                        SignedEvidence.Opened.Refused.class,
                        refused -> assertThat(refused.detail()).contains("not trusted"));
    }

    /** No bit of it can be turned over: where the octets still read as something, they are not taken for the device's. */
    @Test
    void evidence_withAnyBitFlipped_isNotAuthentic() throws Exception {
        Bytes message = SignedEvidence.sign(evidence, device);
        for (int bit = 0; bit < 8 * message.length(); bit++) {
            byte[] flipped = message.toArray();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThat(SignedEvidence.open(Bytes.wrap(flipped), anchor(device), LIMITS))
                    .as("bit %d", bit)
                    .isInstanceOf(SignedEvidence.Opened.Refused.class);
        }
    }

    @Test
    void whatIsNoEvidence_isRefusedInWords() {
        for (String hex : List.of("", "00", "d28440a0f640", "d28343a10126a040", "a0", "d2" + "84".repeat(40))) {
            assertThat(SignedEvidence.open(Bytes.ofHex(hex), Optional.empty(), LIMITS))
                    .isInstanceOfSatisfying(
                            SignedEvidence.Opened.Refused.class,
                            refused -> assertThat(refused.detail()).isNotBlank());
        }
        Bytes tooLong = Bytes.wrap(new byte[SignedEvidence.LIMIT_BYTES + 1]);
        assertThat(SignedEvidence.open(tooLong, Optional.empty(), LIMITS))
                .isEqualTo(new SignedEvidence.Opened.Refused("evidence of 8193 B"));
    }

    /** The register as whoever reads the log computes it: with nothing but SHA-256 over its entries. */
    @Test
    void register_isReplayedFromTheLog() throws Exception {
        byte[] register = new byte[32];
        for (Entry entry : BootLog.decode(LOG.encode(), LIMITS).entries()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(register);
            sha256.update(entry.encode().toArray());
            register = sha256.digest();
        }

        assertThat(LOG.register()).isEqualTo(Bytes.wrap(register));
        assertThat(new BootLog(List.of()).register().hex()).isEqualTo("00".repeat(32));
    }

    @Test
    void log_withAnEntryMoreOrLessOrInAnotherPlace_hasAnotherRegister() {
        List<Bytes> registers = new ArrayList<>(List.of(LOG.register()));
        for (int i = 0; i < LOG.entries().size(); i++) {
            List<Entry> fewer = new ArrayList<>(LOG.entries());
            Entry moved = fewer.remove(i);
            registers.add(new BootLog(fewer).register());
            if (i > 0) {
                fewer.add(0, moved);
                registers.add(new BootLog(fewer).register());
            }
        }
        assertThat(registers).doesNotHaveDuplicates();
    }

    @Test
    void claims_whoseRegisterIsOfAnotherLog_areRefused() throws Exception {
        String claims = evidence.encode().hex();
        String register = LOG.register().hex();
        assertThat(claims).contains(register);
        Bytes other = Bytes.ofHex(claims.replace(register, "00".repeat(32)));

        assertThatThrownBy(() -> BootEvidence.decode(other, LIMITS))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("does not lead to the register");
        assertThat(BootEvidence.decode(evidence.encode(), LIMITS)).isEqualTo(evidence);
    }

    @Test
    void evidenceOfADeviceThatIsNobodys_saysSo() throws Exception {
        BootEvidence blank = new BootEvidence(
                Bytes.ofHex("01" + "00".repeat(16)),
                Optional.empty(),
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                LOG);

        assertThat(BootEvidence.decode(blank.encode(), LIMITS)).isEqualTo(blank);
    }

    @Test
    void entries_areShownForPeople() {
        assertThat(LOG.entries().stream().map(entry -> entry.subject().label() + "=" + entry.shown()))
                .contains("lifecycle=provisioned", "sequence-number=18446744073709551615", "attempt=2", "recovery=0")
                .contains("component=" + IMAGE.value().hex(), "error=");
        assertThat(LOG.of(Subject.ATTEMPT)).containsExactly(Bytes.ofHex("00000002"));
    }

    @Test
    void logThatIsNone_isMalformed() {
        for (String hex : List.of("a0", "8100", "818100", "81820040", "81821863" + "40", "8182" + "0101")) {
            assertThatThrownBy(() -> BootLog.decode(Bytes.ofHex(hex), LIMITS)).isInstanceOf(CborException.class);
        }
        assertThatThrownBy(
                        () -> new BootLog(Collections.nCopies(257, LOG.entries().get(0))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
