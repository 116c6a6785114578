package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStatus;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.bytes.Bytes;
import io.moult.client.install.BootControl;
import io.moult.client.install.StagingArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device with the two ports that a porter writes: a candidate is staged through them, and the device boots, tries,
 * keeps or reverts (R37, R123, R147, R151, R153).
 */
class EmulatedDeviceTest {
    private static final Bytes NEW_IMAGE = DeviceFixture.image(2);

    @TempDir
    Path directory;

    private DeviceFixture fixture;

    @BeforeEach
    void manufacture() throws IOException {
        fixture = new DeviceFixture(directory);
        fixture.manufacture();
    }

    @Test
    void staging_throughThePort_readsBackWhatWasWritten() throws IOException {
        withPorts((staging, control) -> {
            Bytes envelope = DeviceFixture.stripped(fixture.release("new", NEW_IMAGE, "2.0.0", 2));

            staging.begin(envelope);
            staging.write(0, NEW_IMAGE.slice(0, 5000));
            staging.write(5000, NEW_IMAGE.slice(5000, NEW_IMAGE.length()));

            assertThat(staging.stagedEnvelope()).isEqualTo(envelope);
            assertThat(staging.read(0, NEW_IMAGE.length())).isEqualTo(NEW_IMAGE);
            assertThat(staging.sectorBytes()).isEqualTo(4096);
            assertThat(staging.capacityBytes()).isEqualTo(64 * 1024);
            assertThat(staging.envelopeCapacityBytes()).isGreaterThanOrEqualTo(64 * 1024);
        });
    }

    @Test
    void staging_startedAgainAtASectorAfterAReset_goesOn() throws IOException {
        Bytes envelope = DeviceFixture.stripped(fixture.release("new", NEW_IMAGE, "2.0.0", 2));
        withPorts((staging, control) -> {
            staging.begin(envelope);
            staging.write(0, NEW_IMAGE.slice(0, 9000));
        });

        withPorts((staging, control) -> {
            assertThat(staging.stagedEnvelope()).isEqualTo(envelope);
            staging.write(8192, NEW_IMAGE.slice(8192, NEW_IMAGE.length()));
            assertThat(staging.read(0, NEW_IMAGE.length())).isEqualTo(NEW_IMAGE);
        });
    }

    @Test
    void staging_discarded_leavesNothingStagedAndCanBeDoneTwice() throws IOException {
        withPorts((staging, control) -> {
            staging.begin(DeviceFixture.stripped(fixture.release("new", NEW_IMAGE, "2.0.0", 2)));

            staging.discard();
            staging.discard();

            assertThat(staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
            assertThat(control.confirmed()).isTrue();
        });
    }

    @Test
    void device_healthyCandidate_isTriedConfirmedAndKept() throws Exception {
        stageAndRequest();

        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("booted version 2.0.0 on trial").contains("version 2.0.0 is confirmed");
        assertThat(running()).containsEntry("version", "2.0.0").containsEntry("confirmed", true);
    }

    @Test
    void device_candidateThatFailsItsSelfTest_isReverted() throws Exception {
        behave("fails");
        stageAndRequest();

        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("self-test found a fault").contains("reverted: booted version 1.0.0 again");
        assertThat(running()).containsEntry("version", "1.0.0").containsEntry("confirmed", true);
    }

    @Test
    void device_candidateThatHangs_isResetByTheWatchdogAndReverted() throws Exception {
        behave("hangs");
        stageAndRequest();

        DeviceFixture.Said said = fixture.device("--boot-only", "--watchdog", "50");

        assertThat(said.out())
                .contains("the watchdog resets the device")
                .contains("reverted: booted version 1.0.0 again")
                .contains("watchdog");
        assertThat(running()).containsEntry("version", "1.0.0");
    }

    @Test
    void device_candidateThatCrashes_isReverted() throws Exception {
        behave("crashes");
        stageAndRequest();

        fixture.device("--boot-only");

        assertThat(running()).containsEntry("version", "1.0.0").containsEntry("verified", true);
    }

    @Test
    void device_whoseOnlyImageAlwaysCrashes_givesUpWithStatus1() throws Exception {
        String digest = sha256(DeviceFixture.image(1));
        Files.writeString(fixture.data().resolve(BehaviourTable.FILE), "{\"" + digest + "\":\"crashes\"}");

        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).contains("giving up");
    }

    @Test
    void device_withNoImageThatVerifies_saysSoAndEndsWith1() throws Exception {
        try (DeviceStorage storage = DeviceStorage.open(fixture.data(), DeviceStorage.Options.withoutFaults())) {
            storage.platform()
                    .flash()
                    .erase(storage.topology().components().get(0).primary().first());
        }

        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).contains("no image verifies");
    }

    private interface Work {
        void with(StagingArea staging, BootControl control) throws IOException;
    }

    private void withPorts(Work work) throws IOException {
        try (DeviceStorage storage = DeviceStorage.open(fixture.data(), DeviceStorage.Options.withoutFaults())) {
            BootOutcome.Started started = (BootOutcome.Started) new BootRom(storage.platform()).boot(ResetReason.POWER);
            ApplicationServices services = new ApplicationServices(storage.platform(), started, () -> {});
            work.with(new FlashStagingArea(services, reached -> {}), new FlashBootControl(services));
        }
    }

    private void stageAndRequest() throws IOException {
        Bytes envelope = DeviceFixture.stripped(fixture.release("new", NEW_IMAGE, "2.0.0", 2));
        withPorts((staging, control) -> {
            staging.begin(envelope);
            staging.write(0, NEW_IMAGE);
            control.requestTrialBoot(NEW_IMAGE.length());
        });
    }

    private void behave(String behaviour) throws Exception {
        Files.writeString(
                fixture.data().resolve(BehaviourTable.FILE), "{\"" + sha256(NEW_IMAGE) + "\":\"" + behaviour + "\"}");
    }

    private static String sha256(Bytes octets) throws Exception {
        return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(octets.toArray()))
                .hex();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> running() throws IOException {
        return (Map<String, Object>)
                Objects.requireNonNull(DeviceStatus.read(fixture.data()).get("running"));
    }
}
