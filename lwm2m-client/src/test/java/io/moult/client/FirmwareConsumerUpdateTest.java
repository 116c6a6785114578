package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.support.FakeBootControl;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.CoapCode;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReport.Event;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Update to what became of it: R123, R153, R156. */
class FirmwareConsumerUpdateTest {
    private static final Bytes IMAGE = TestReleases.image(20_000, 1);

    @TempDir
    Path directory;

    private TestDevice device;
    private Bytes envelope = Bytes.EMPTY;

    @BeforeEach
    void makeDeviceWithCandidate() {
        TestReleases author = TestReleases.in(directory);
        device = new TestDevice(author, StrictStagingArea.ofKibibytes(64));
        device.pushAll(author.embedded("2.0.0", 2, IMAGE));
        envelope = device.staging.stagedEnvelope();
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void update_whenDownloaded_handsTheCandidateOverAndResetsAfterTheAnswer() {
        Reply reply = device.consumer().executeUpdate();

        assertThat(reply).isEqualTo(Reply.CHANGED);
        assertThat(device.consumer().view().state()).isEqualTo(State.UPDATING);
        assertThat(device.boot.calls()).containsExactly("trial 20000");
        device.consumer().updateAnswered();
        assertThat(device.boot.calls()).containsExactly("trial 20000", "reset");
    }

    @Test
    void update_whenIdle_isNotAllowed() {
        device.consumer().cancel();

        assertThat(device.consumer().executeUpdate().code()).isEqualTo(CoapCode.METHOD_NOT_ALLOWED);
        assertThat(device.boot.calls()).isEmpty();
    }

    @Test
    void trialBoot_untilConfirmed_staysUpdating_thenSucceeds() throws IOException {
        device.consumer().executeUpdate();
        boots(Event.TRIAL, "", "2.0.0", true, false);
        assertThat(device.consumer().view().state()).isEqualTo(State.UPDATING);

        device.consumer().confirmRunningImage();

        assertThat(device.boot.calls()).contains("confirm");
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.SUCCESS);
        assertThat(device.consumer().running().bootReport().version()).isEqualTo("2.0.0");
    }

    @Test
    void success_afterAnotherRestart_isStillSaid() throws IOException {
        device.consumer().executeUpdate();
        boots(Event.TRIAL, "", "2.0.0", true, false);
        device.consumer().confirmRunningImage();

        boots(Event.NORMAL, "", "2.0.0", true, true);

        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.SUCCESS);
    }

    @Test
    void normalBoot_ofTheConfirmedCandidate_isASuccessThatWasNotWrittenDown() {
        device.consumer().executeUpdate();

        boots(Event.NORMAL, "", "2.0.0", true, true);

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.SUCCESS);
    }

    @Test
    void revert_isAFailureWithTheBootloadersReason() {
        device.consumer().executeUpdate();

        boots(Event.REVERTED, "watchdog", "1.0.0", false, true);

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UPDATE_FAILED);
        assertThat(device.consumer().view().lastRefusal()).isEqualTo("trial-failed: watchdog");
    }

    @Test
    void candidateRefusedByTheBootloader_isAFailureWithItsReason() {
        device.consumer().executeUpdate();

        boots(Event.CANDIDATE_REFUSED, "image-digest: not what the manifest says", "1.0.0", false, true);

        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
        assertThat(device.consumer().view().lastRefusal()).isEqualTo("image-digest: not what the manifest says");
    }

    @Test
    void bootOfThePreviousImage_withoutAnyReason_isAFailure() {
        device.consumer().executeUpdate();

        boots(Event.NORMAL, "", "1.0.0", false, true);

        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UPDATE_FAILED);
    }

    @Test
    void trialBoot_whenThePowerWentBetweenHandingOverAndWritingItDown_isNoticed() throws IOException {
        // the bootloader has the candidate, the journal says State 2
        boots(Event.TRIAL, "", "2.0.0", true, false);

        assertThat(device.consumer().view().state()).isEqualTo(State.UPDATING);
        device.consumer().confirmRunningImage();
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.SUCCESS);
    }

    @Test
    void confirm_withoutAnUpdate_leavesATransferAlone() throws IOException {
        device.consumer().confirmRunningImage();

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
        assertThat(device.consumer().executeUpdate()).isEqualTo(Reply.CHANGED);
    }

    private void boots(Event event, String detail, String version, boolean candidate, boolean confirmed) {
        BootReport report = FakeBootControl.report(event, detail, version, candidate ? 2 : 1);
        device.boot.booted(report, candidate ? envelope : Bytes.ofHex("00"), confirmed);
        try {
            device.staging.discard();
        } finally {
            device.restart();
        }
    }
}
