package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.Otp;
import io.moult.boot.otp.OtpFullException;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the boot ROM decides, with real envelopes: R103, R105, R107, R123, R147, R148, R149, R151, R152, R153. */
class BootRomTest {
    private static final FlashLayout LAYOUT = new FlashLayout(1024, 8, 1, 4);

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed first;
    private static Releases.Signed second;
    private static TestDevice settled;

    @BeforeAll
    static void manufacture() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, Releases.image(3000, 1));
        second = author.release("2.0.0", 2, Releases.image(2001, 2));
        settled = TestDevice.manufactured(LAYOUT, author, first);
    }

    private static TestDevice updatedTo(Releases.Signed release) throws IOException {
        TestDevice device = settled.copy();
        device.stage(release, 1000);
        device.application(device.start(ResetReason.REQUEST)).confirm();
        return device;
    }

    private static BootReport refusedCandidate(Releases.Signed release) throws IOException {
        TestDevice device = settled.copy();
        device.stage(release, 1000);

        BootOutcome.Started started = device.start(ResetReason.REQUEST);

        assertThat(started.image().version()).isEqualTo("1.0.0");
        assertThat(started.trial()).isFalse();
        assertThat(device.primary(3000)).isEqualTo(first.image());
        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
        return started.report();
    }

    private static void rotPrimary(TestDevice device) {
        device.flash.rot(8 * LAYOUT.geometry().offsetOfSector(LAYOUT.primaryFirstSector()) + 77);
    }

    private static void rotSecondary(TestDevice device) {
        device.flash.rot(8 * LAYOUT.geometry().offsetOfSector(LAYOUT.secondaryFirstSector()) + 77);
    }

    private static void destroyJournal(TestDevice device) throws IOException {
        for (int sector = 0; sector < 2; sector++) {
            device.flash.erase(sector);
            device.flash.program(1024L * sector, Releases.image(1024, sector));
        }
    }

    // ---- the way it should go

    @Test
    void firstImage_boots_confirmedAndReported() throws IOException {
        BootOutcome.Started started = settled.copy().start(ResetReason.POWER);

        assertThat(started.trial()).isFalse();
        assertThat(started.report()).isEqualTo(new BootReport(Event.NORMAL, "", "power", "1.0.0", 1, 0, 0));
        assertThat(started.image().sizeBytes()).isEqualTo(3000);
    }

    @Test
    void settledDevice_boots_withoutAWrite() throws IOException {
        TestDevice device = settled.copy();
        long writes = device.writes();

        device.start(ResetReason.POWER);
        device.start(ResetReason.WATCHDOG);

        assertThat(device.writes()).isEqualTo(writes);
    }

    @Test
    void candidate_boots_onTrialAndStaysWhenConfirmed() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);

        BootOutcome.Started trial = device.start(ResetReason.REQUEST);
        assertThat(trial.trial()).isTrue();
        assertThat(trial.report()).isEqualTo(new BootReport(Event.TRIAL, "", "request", "2.0.0", 2, 0, 1));
        assertThat(device.primary(2001)).isEqualTo(second.image());
        device.application(trial).confirm();

        for (ResetReason reason : ResetReason.values()) {
            assertThat(device.start(reason).report().event()).isEqualTo(Event.NORMAL);
        }
        assertThat(device.start(ResetReason.POWER).image().version()).isEqualTo("2.0.0");
    }

    @Test
    void trial_notConfirmed_isRevertedAtAnyReset() throws IOException {
        for (ResetReason reason : ResetReason.values()) {
            TestDevice device = settled.copy();
            device.stage(second, 1000);
            assertThat(device.start(ResetReason.REQUEST).trial()).isTrue();

            BootOutcome.Started back = device.start(reason);

            assertThat(back.image().version()).isEqualTo("1.0.0");
            assertThat(back.trial()).isFalse();
            assertThat(back.report().event()).isEqualTo(Event.REVERTED);
            assertThat(back.report().detail()).contains("not confirmed").contains(reason.label());
            assertThat(device.primary(3000)).isEqualTo(first.image());
            assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
        }
    }

    @Test
    void trialWithAttemptsLeft_surviveAPowerCutButNotAHangOrACrash() throws IOException {
        for (ResetReason reason : ResetReason.values()) {
            TestDevice device = settled.copy().withTrialAttempts(2);
            device.stage(second, 1000);
            device.start(ResetReason.REQUEST);

            boolean failed = reason == ResetReason.WATCHDOG || reason == ResetReason.CRASH;
            assertThat(device.start(reason).trial()).isEqualTo(!failed);
        }
    }

    @Test
    void revertedRelease_canBeTriedAgain() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        device.start(ResetReason.REQUEST);
        device.start(ResetReason.WATCHDOG);

        device.stage(second, 1000);

        assertThat(device.start(ResetReason.REQUEST).image().version()).isEqualTo("2.0.0");
    }

    // ---- candidates that are refused before anything is moved

    @Test
    void candidate_withAFlippedBitInItsImage_isRefused() throws IOException {
        byte[] octets = second.image().toArray();
        octets[1500] ^= 4;

        assertThat(refusedCandidate(new Releases.Signed("2.0.0", second.envelope(), Bytes.wrap(octets)))
                        .detail())
                .startsWith("image-digest");
    }

    @Test
    void candidate_byAnotherSigner_isRefused() throws IOException {
        Releases other = new Releases(dir, "example.com", "actor");

        assertThat(refusedCandidate(other.release("2.0.0", 2, Releases.image(900, 3)))
                        .detail())
                .startsWith("unknown-signer");
    }

    @Test
    void candidate_ofAnotherClass_isRefused() throws IOException {
        Releases.Signed release = author.releaseFor(new UUID(5, 6), "2.0.0", 2, Releases.image(900, 3));

        assertThat(refusedCandidate(release).detail()).startsWith("class-mismatch");
    }

    @Test
    void candidate_notNewer_isRefused() throws IOException {
        Releases.Signed equal = author.release("1.0.1", 1, Releases.image(500, 4));
        Releases.Signed older = author.release("0.9.0", 0, Releases.image(500, 4));

        assertThat(refusedCandidate(equal).detail()).startsWith("sequence-too-low");
        assertThat(refusedCandidate(older).detail()).startsWith("sequence-too-low");
    }

    @Test
    void candidate_withAHugeSequenceNumber_isNewerAsUnsigned() throws IOException {
        TestDevice device = updatedTo(author.release("9.0.0", -1, Releases.image(500, 5)));
        assertThat(device.start(ResetReason.POWER).image().sequenceNumber()).isEqualTo(-1);

        device.stage(author.release("9.0.1", Long.MAX_VALUE, Releases.image(500, 5)), 500);

        assertThat(device.start(ResetReason.REQUEST).report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
    }

    @Test
    void candidate_withAnotherEnvelopeThanWasStaged_isRefused() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        Releases.Signed third = author.release("3.0.0", 3, second.image());
        EnvelopeArea area = device.journal().orElseThrow().runningArea().other();
        new EnvelopeStore(device.flash, LAYOUT).write(area, third.envelope());

        BootOutcome.Started started = device.start(ResetReason.REQUEST);

        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        assertThat(started.report().detail()).contains("not what was staged");
    }

    @Test
    void candidate_ofAnotherSizeThanWasAsked_isRefused() throws IOException {
        TestDevice device = settled.copy();
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        application.begin(second.envelope());
        application.write(0, second.image());
        application.requestTrialBoot(2000);

        assertThat(device.start(ResetReason.REQUEST).report().detail()).startsWith("image-size");
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
        int area = LAYOUT.envelopeFirstSector(device.journal().orElseThrow().runningArea());
        device.flash.rot(8 * (LAYOUT.geometry().offsetOfSector(area) + 100));

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
        new EnvelopeStore(device.flash, LAYOUT).write(area, first.envelope());
        for (int i = 0; i < 3; i++) {
            device.flash.erase(LAYOUT.primaryFirstSector() + i);
            byte[] sector = new byte[1024];
            first.image().slice(1024 * i, Math.min(1024 * (i + 1), 3000)).copyInto(sector, 0);
            device.flash.program(LAYOUT.geometry().offsetOfSector(LAYOUT.primaryFirstSector() + i), Bytes.wrap(sector));
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

    /** The bootloader is in no slot, and staging has no way to what runs: R109. */
    @Test
    void staging_writesTheSecondarySlotAndNothingThatRuns() throws IOException {
        TestDevice device = settled.copy();
        Bytes primary = device.flash.read(
                LAYOUT.geometry().offsetOfSector(LAYOUT.primaryFirstSector()), (int) LAYOUT.slotBytes());
        Releases.Signed full = author.release("2.0.0", 2, Releases.image((int) LAYOUT.slotBytes(), 8));
        device.stage(full, 999);

        assertThat(device.flash.read(
                        LAYOUT.geometry().offsetOfSector(LAYOUT.primaryFirstSector()), (int) LAYOUT.slotBytes()))
                .isEqualTo(primary);
        JournalState state = device.journal().orElseThrow();
        assertThat(state.secondary()).isEqualTo(SecondaryContent.PENDING);
        assertThat(device.start(ResetReason.REQUEST).image().version()).isEqualTo("2.0.0");
    }
}
