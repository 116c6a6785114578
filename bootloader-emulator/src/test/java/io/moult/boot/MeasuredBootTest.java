package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.attest.BootEvidence;
import io.moult.attest.BootLog.Subject;
import io.moult.attest.SignedEvidence;
import io.moult.boot.otp.Otp;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.report.SystemClaims;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R153, R154: what the bootloader measured, signed by the device, and what it says of each kind of boot. */
class MeasuredBootTest extends OnASettledDevice {
    private static Optional<TrustAnchor> keyOf(TestDevice device) throws Exception {
        return Optional.of(TrustAnchor.ofPublicKey(
                new Otp(device.fuses).deviceKeys().orElseThrow().publicKey()));
    }

    private static BootEvidence evidence(TestDevice device, BootOutcome.Started started) throws Exception {
        Bytes message = device.application(started).signedBootReport();
        SignedEvidence.Opened opened = SignedEvidence.open(message, keyOf(device), DecoderLimits.DEFAULT);
        assertThat(opened).isInstanceOf(SignedEvidence.Opened.Authentic.class);
        return ((SignedEvidence.Opened.Authentic) opened).evidence();
    }

    private static String only(BootEvidence evidence, Subject subject) {
        assertThat(evidence.log().of(subject)).hasSize(1);
        return evidence.log().entries().stream()
                .filter(entry -> entry.subject() == subject)
                .findFirst()
                .orElseThrow()
                .shown();
    }

    @Test
    void settledBoot_measuresTheOctetsThatExecute() throws Exception {
        TestDevice device = settled.copy();
        BootOutcome.Started started = device.start(ResetReason.POWER);
        Bytes image = device.primary(first.image().length());

        BootEvidence evidence = evidence(device, started);

        assertThat(evidence.log().of(Subject.COMPONENT))
                .containsExactly(Digest.sha256(image).value());
        assertThat(evidence.log().entries().get(0).subject()).isEqualTo(Subject.BOOTLOADER);
        assertThat(evidence.log().of(Subject.MANIFEST))
                .containsExactly(started.image().manifestDigest());
        assertThat(evidence.log().of(Subject.TRUST_ANCHORS))
                .containsExactly(Digest.sha256(author.keys().certificateDer()).value());
        assertThat(only(evidence, Subject.LIFECYCLE)).isEqualTo("provisioned");
        assertThat(only(evidence, Subject.SEQUENCE_NUMBER)).isEqualTo("1");
        assertThat(only(evidence, Subject.SECURITY_COUNTER)).isEqualTo("0");
        assertThat(only(evidence, Subject.RESET_REASON)).isEqualTo("power");
        assertThat(only(evidence, Subject.ATTEMPT)).isEqualTo("0");
        assertThat(only(evidence, Subject.RECOVERY)).isEqualTo("0");
        assertThat(only(evidence, Subject.RESULT)).isEqualTo("normal");
        assertThat(only(evidence, Subject.SLOT))
                .contains("at " + started.image().flashOffsetBytes());
        assertThat(evidence.log().of(Subject.ERROR)).isEmpty();
        assertThat(evidence.version()).isEqualTo("1.0.0");
        assertThat(evidence.secureBoot()).isTrue();
        assertThat(evidence.vendorId()).contains(author.keys().vendorId());
        assertThat(evidence.report().orElseThrow().manifestDigest().value())
                .isEqualTo(started.image().manifestDigest());
        SystemClaims claims =
                (SystemClaims) evidence.report().orElseThrow().records().get(0);
        assertThat(claims.properties().find(Parameter.ImageSize.class))
                .contains(new Parameter.ImageSize(image.length()));
    }

    @Test
    void sameBoot_hasTheSameRegisterAndAnotherHasAnother() throws Exception {
        TestDevice device = settled.copy();
        Bytes register = evidence(device, device.start(ResetReason.POWER)).log().register();

        assertThat(evidence(device, device.start(ResetReason.POWER)).log().register())
                .isEqualTo(register);
        assertThat(evidence(device, device.start(ResetReason.CRASH)).log().register())
                .isNotEqualTo(register);
    }

    @Test
    void trialAndRevert_areTold() throws Exception {
        TestDevice device = settled.copy();
        device.stage(second, 1000);

        BootEvidence trial = evidence(device, device.start(ResetReason.REQUEST));
        BootEvidence reverted = evidence(device, device.start(ResetReason.WATCHDOG));

        assertThat(only(trial, Subject.RESULT)).isEqualTo("trial");
        assertThat(only(trial, Subject.ATTEMPT)).isEqualTo("1");
        assertThat(trial.version()).isEqualTo("2.0.0");
        assertThat(only(reverted, Subject.RESULT)).isEqualTo("reverted");
        assertThat(only(reverted, Subject.ERROR)).contains("watchdog");
        assertThat(reverted.version()).isEqualTo("1.0.0");
    }

    @Test
    void bootThatFindsNothing_isEvidenceOfThat() throws Exception {
        TestDevice device = settled.copy();
        device.flash.rot(8 * device.start(ResetReason.POWER).image().flashOffsetBytes());
        BootOutcome outcome = device.boot(ResetReason.POWER);

        Bytes message = MeasuredBoot.signed(device.platform(), outcome).orElseThrow();

        SignedEvidence.Opened opened = SignedEvidence.open(message, keyOf(device), DecoderLimits.DEFAULT);
        BootEvidence evidence = ((SignedEvidence.Opened.Authentic) opened).evidence();
        assertThat(only(evidence, Subject.RECOVERY)).isEqualTo("1");
        assertThat(only(evidence, Subject.RESULT)).isEqualTo("recovery");
        assertThat(only(evidence, Subject.ERROR)).isNotEmpty();
        assertThat(evidence.log().of(Subject.COMPONENT)).isEmpty();
        assertThat(evidence.report()).isEmpty();
    }

    @Test
    void evidenceOfOneDevice_isNotAnothers() throws Exception {
        TestDevice other = TestDevice.manufactured(settled.topology, author, first);
        TestDevice device = settled.copy();
        Bytes message = device.application(device.start(ResetReason.POWER)).signedBootReport();

        assertThat(SignedEvidence.open(message, keyOf(other), DecoderLimits.DEFAULT))
                .isInstanceOf(SignedEvidence.Opened.Refused.class);
    }

    @Test
    void deviceThatIsNobodys_signsNothing() throws IOException {
        TestDevice device = TestDevice.blank(settled.topology);
        Manufacture.flashFirstSet(device.platform(), first.envelope(), first.streams());

        assertThat(device.application(device.start(ResetReason.POWER)).signedBootReport())
                .isEqualTo(Bytes.EMPTY);
    }
}
