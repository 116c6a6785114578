package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.otp.Otp;
import io.moult.boot.otp.OtpFullException;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What the boot ROM does when bits have rotted, somebody had hands on the flash, or the journal is gone: R103, R105, R107,
 * R148, R151. Nothing that does not verify is executed, and no state is without a way out.
 */
class DamagedDeviceTest extends OnASettledDevice {
    private static void rotPrimary(TestDevice device) throws IOException {
        device.flash.rot(8 * LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()) + 77);
    }

    private static void rotSecondary(TestDevice device) throws IOException {
        device.flash.rot(8 * LAYOUT.offsetOf(Layouts.main(LAYOUT).secondary()) + 77);
    }

    private static void destroyJournal(TestDevice device) throws IOException {
        for (int sector = 0; sector < 2; sector++) {
            device.flash.erase(sector);
            device.flash.program(1024L * sector, Releases.image(1024, sector));
        }
    }

    // ---- what runs has rotted, or was tampered with

    @Test
    void rottenRunningImage_withAGoodPreviousOne_goesBack() throws IOException {
        TestDevice device = updatedTo(second);
        rotPrimary(device);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.image().version()).isEqualTo("1.0.0");
        assertThat(started.report().event()).isEqualTo(Event.REVERTED);
        assertThat(started.report().detail()).startsWith("running image: image-digest");
        assertThat(device.primary(3000)).isEqualTo(first.image());
        assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
    }

    @Test
    void rottenRunningImage_withoutAnotherThatVerifies_isNotExecuted() throws IOException {
        TestDevice device = updatedTo(second);
        rotPrimary(device);
        rotSecondary(device);
        long writes = device.writes();

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().event()).isEqualTo(Event.RECOVERY);
        assertThat(outcome.report().detail())
                .contains("running image: image-digest")
                .contains("previous image: image-digest");
        assertThat(device.boot(ResetReason.POWER)).isEqualTo(outcome);
        assertThat(device.writes()).isEqualTo(writes);
    }

    @Test
    void rottenRunningImage_withAWholeCandidateThatWaits_isReplacedByIt() throws IOException {
        TestDevice device = settled.copy();
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        application.begin(second.envelope());
        application.write(0, second.image());
        rotPrimary(device);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.image().version()).isEqualTo("2.0.0");
        assertThat(started.trial()).isTrue();
    }

    /** Better an image that may fail again than none for ever. */
    @Test
    void trialWithNothingToGoBackTo_isTriedAgain() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        device.start(ResetReason.REQUEST);
        rotSecondary(device);

        BootOutcome.Started again = device.start(ResetReason.WATCHDOG);

        assertThat(again.image().version()).isEqualTo("2.0.0");
        assertThat(again.trial()).isTrue();
        assertThat(again.report().detail()).contains("nothing to go back to");
        device.application(again).confirm();
        assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
    }

    @Test
    void trialImage_thatRots_isReverted() throws IOException {
        TestDevice device = settled.copy().withTrialAttempts(3);
        device.stage(second, 1000);
        device.start(ResetReason.REQUEST);
        rotPrimary(device);

        BootOutcome.Started back = device.start(ResetReason.POWER);

        assertThat(back.image().version()).isEqualTo("1.0.0");
        assertThat(back.report().detail()).startsWith("image on trial: image-digest");
    }

    @Test
    void rottenEnvelope_besideAGoodImage_isNotBelieved() throws IOException {
        TestDevice device = settled.copy();
        SectorRange area =
                EnvelopeStore.range(LAYOUT, device.journal().orElseThrow().runningArea());
        device.flash.rot(8 * (LAYOUT.offsetOf(area) + 100));

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    // ---- two numbers

    @Test
    void securityCounter_risesAtConfirmationAndNotBefore() throws IOException {
        TestDevice device = settled.copy();
        device.stage(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(700, 6)), 700);
        BootOutcome.Started trial = device.start(ResetReason.REQUEST);
        assertThat(trial.report().securityCounter()).isZero();

        device.application(trial).confirm();

        assertThat(device.start(ResetReason.POWER).report().securityCounter()).isEqualTo(5);
    }

    @Test
    void previousImage_belowTheSecurityCounter_isNoWayBack() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(700, 6)));
        rotPrimary(device);

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail())
                .contains("previous image: sequence-too-low: the security counter is 0, at least 5");
    }

    @Test
    void candidate_belowTheSecurityCounter_isRefusedHoweverNew() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(700, 6)));
        device.stage(author.release("3.0.0", 3, OptionalLong.of(4), Releases.image(700, 7)), 700);

        BootOutcome.Started started = device.start(ResetReason.REQUEST);

        assertThat(started.image().version()).isEqualTo("2.0.0");
        assertThat(started.report().detail()).contains("the security counter is 4, at least 5");
    }

    @Test
    void securityCounter_isComparedAsUnsigned() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(-2), Releases.image(700, 6)));
        device.stage(author.release("3.0.0", 3, OptionalLong.of(Long.MAX_VALUE), Releases.image(700, 7)), 700);
        assertThat(device.start(ResetReason.REQUEST).report().event()).isEqualTo(Event.CANDIDATE_REFUSED);

        device.stage(author.release("3.0.0", 3, OptionalLong.of(-1), Releases.image(700, 7)), 700);
        device.application(device.start(ResetReason.REQUEST)).confirm();

        assertThat(device.start(ResetReason.POWER).report().securityCounter()).isEqualTo(-1);
    }

    /** A counter that cannot rise any more is reported; it is no reason to stand still for ever. */
    @Test
    void securityCounter_withoutRoomToRise_isReportedAndTheDeviceBoots() throws IOException {
        Releases.Signed high = author.release("1.0.0", 1, OptionalLong.of(Long.MAX_VALUE), Releases.image(700, 6));
        TestDevice device = TestDevice.manufactured(LAYOUT, author, high);
        Otp otp = device.platform().otp();
        assertThatThrownBy(() -> {
                    for (long i = 1; i < 100_000; i++) {
                        otp.raiseSecurityCounter(i);
                    }
                })
                .isInstanceOf(OtpFullException.class);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.image().version()).isEqualTo("1.0.0");
        assertThat(started.report().detail()).contains("cannot rise to " + Long.MAX_VALUE);
    }

    /** Somebody with hands on the flash puts an old signed image and its envelope where the running one was. */
    @Test
    void oldSignedImage_plantedInThePrimarySlot_isNotExecuted() throws IOException {
        Releases.Signed raised = author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(3000, 6));
        TestDevice device = updatedTo(raised);
        EnvelopeArea area = device.journal().orElseThrow().runningArea();
        new EnvelopeStore(device.flash, LAYOUT).write(area, first.envelope(), 0);
        for (int i = 0; i < 3; i++) {
            int place = Layouts.main(LAYOUT).primary().first() + i;
            device.flash.erase(place);
            byte[] sector = new byte[1024];
            first.image().slice(1024 * i, Math.min(1024 * (i + 1), 3000)).copyInto(sector, 0);
            device.flash.program(LAYOUT.geometry().offsetOfSector(place), Bytes.wrap(sector));
        }

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    // ---- the journal is lost

    @Test
    void lostJournal_onADeviceWithOneImage_isDerivedFromWhatVerifies() throws IOException {
        TestDevice device = settled.copy();
        destroyJournal(device);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.image().version()).isEqualTo("1.0.0");
        assertThat(started.trial()).isFalse();
        assertThat(started.report().detail()).contains("journal was lost");
        assertThat(device.start(ResetReason.POWER).report().detail()).isEmpty();
    }

    @Test
    void lostJournal_withAPreviousImage_putsTheRunningOneOnTrial() throws IOException {
        TestDevice device = updatedTo(second);
        destroyJournal(device);

        BootOutcome.Started started = device.start(ResetReason.POWER);
        assertThat(started.image().version()).isEqualTo("2.0.0");
        assertThat(started.trial()).isTrue();

        TestDevice healthy = device.copy();
        healthy.application(started).confirm();
        assertThat(healthy.start(ResetReason.POWER).image().version()).isEqualTo("2.0.0");
        assertThat(device.start(ResetReason.POWER).image().version()).isEqualTo("1.0.0");
    }

    @Test
    void lostJournal_andARottenRunningImage_goesBackToThePrevious() throws IOException {
        TestDevice device = updatedTo(second);
        destroyJournal(device);
        rotPrimary(device);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.image().version()).isEqualTo("1.0.0");
        assertThat(device.primary(3000)).isEqualTo(first.image());
    }

    @Test
    void lostJournal_andNothingThatVerifies_isRecoveryWithoutAWrite() throws IOException {
        TestDevice device = settled.copy();
        destroyJournal(device);
        rotPrimary(device);
        long writes = device.writes();

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail()).contains("journal is lost").contains("image-digest");
        assertThat(device.writes()).isEqualTo(writes);
    }

    @Test
    void blankDevice_saysThatItHoldsNoFirmware() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail()).contains("no firmware");
        assertThat(device.writes()).isZero();
    }
}
