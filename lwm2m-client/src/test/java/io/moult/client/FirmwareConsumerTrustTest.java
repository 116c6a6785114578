package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.client.support.FakeBootControl;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustHistory;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Role;
import io.moult.transfer.BlockAnswer;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R90, R93, R113: a change of whom the device believes comes as an update does, and is reported as one. */
class FirmwareConsumerTrustTest {
    private static final Bytes IMAGE = TestReleases.image(10_000, 1);

    @TempDir
    private Path directory;

    private TestReleases author;
    private TestReleases provisioner;
    private TestReleases newcomer;
    private TrustHistory factory;
    private TestDevice device;
    private Bytes change;

    @BeforeEach
    void start() {
        author = TestReleases.in(directory);
        provisioner = TestReleases.in(directory, "provisioner.example.com", "fleet");
        newcomer = TestReleases.in(directory, "newcomer.example.com", "fleet");
        factory = TrustHistory.beginning(new AuthorisationPolicy(
                List.of(
                        Authority.of(author.keys().trustAnchor(), Role.AUTHOR),
                        Authority.of(provisioner.keys().trustAnchor(), Role.PROVISIONING)),
                1,
                0,
                false));
        change = provisioner.change(
                1, new TrustChange(List.of(Authority.of(newcomer.keys().trustAnchor(), Role.AUTHOR)), List.of()));
        device = new TestDevice(author, StrictStagingArea.ofKibibytes(64));
        device.boot.believes(factory, Bytes.EMPTY);
        device.restart();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private TrustHistory after(Bytes made) {
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(made);
        TrustHistory.Outcome outcome = factory.changedBy(((HeadResult.Complete) head).envelope(), Circumstances.NONE);
        return ((TrustHistory.Outcome.Changed) outcome).history();
    }

    private void handOver() {
        BlockAnswer last = device.pushAll(change);
        assertThat(last.code().isSuccess()).as(last.diagnostic()).isTrue();
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
        assertThat(device.staging.stagedEnvelope()).isEqualTo(change);
        assertThat(device.consumer().executeUpdate().isSuccess()).isTrue();
        assertThat(device.consumer().view().state()).isEqualTo(State.UPDATING);
    }

    private void assertEnded(UpdateResult result) {
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(result);
    }

    @Test
    void change_thatTheBootloaderMakes_isASuccess_andInForceForWhatComesNext() {
        assertThat(device.pushAll(newcomer.embedded("2.0.0", 2, IMAGE)).diagnostic())
                .isEqualTo("unknown-signer");
        handOver();
        device.boot.believes(after(change), Digest.sha256(change).value());

        device.restart();

        assertEnded(UpdateResult.SUCCESS);
        assertThat(device.pushAll(newcomer.embedded("2.0.0", 2, IMAGE)).diagnostic())
                .as("believed, and for others' devices")
                .isEqualTo("vendor-mismatch");
    }

    @Test
    void change_thatIsFoundMadeOnlyTwoBootsLater_isASuccessAllTheSame() {
        handOver();
        device.boot.believes(after(change), Digest.sha256(change).value());
        device.boot.booted(FakeBootControl.normal("1.0.0", 1), Bytes.EMPTY, true);

        device.restart();

        assertEnded(UpdateResult.SUCCESS);
    }

    @Test
    void change_thatTheBootloaderRefuses_isAFailureByName() {
        handOver();
        device.boot.booted(
                FakeBootControl.report(
                        BootReport.Event.CANDIDATE_REFUSED, "policy: the running image would not be", "1.0.0", 1),
                Bytes.EMPTY,
                true);

        device.restart();

        assertEnded(UpdateResult.UPDATE_FAILED);
        assertThat(device.consumer().view().lastRefusal()).startsWith("policy: the running image");
    }

    @Test
    void change_thatWasNotMade_isAFailure() {
        handOver();

        device.restart();

        assertEnded(UpdateResult.UPDATE_FAILED);
    }

    @Test
    void change_byAnAuthor_orOlder_isRefusedBeforeAnythingIsKept() {
        TrustChange adding =
                new TrustChange(List.of(Authority.of(newcomer.keys().trustAnchor(), Role.AUTHOR)), List.of());
        int begins = device.staging.begins();

        assertThat(device.pushAll(author.change(1, adding)).diagnostic()).isEqualTo("policy");
        assertThat(device.pushAll(newcomer.change(1, adding)).diagnostic()).isEqualTo("unknown-signer");
        device.boot.believes(after(change), Digest.sha256(change).value());
        device.restart();
        assertThat(device.pushAll(change).diagnostic()).isEqualTo("sequence-too-low");

        assertThat(device.staging.begins()).isEqualTo(begins);
    }

    @Test
    void change_onADeviceWhoseBootloaderKeepsNoPolicy_isRefused() {
        try (TestDevice plain = new TestDevice(provisioner, StrictStagingArea.ofKibibytes(64))) {
            assertThat(plain.pushAll(change).code().isSuccess()).isFalse();
            assertThat(plain.staging.begins()).isZero();
        }
    }

    @Test
    void policyInTheSettings_besideTheBootloaders_isRefused() {
        device.policy(AuthorisationPolicy.anyOf(author.trust()));

        assertThatThrownBy(device::restart)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootloader keeps the policy");
    }
}
