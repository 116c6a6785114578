package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.topology.Layouts;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the boot ROM decides, with real envelopes: R103, R107, R109, R123, R147, R149, R151, R152, R153. */
class BootRomTest extends OnASettledDevice {
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
        Releases.Signed release =
                author.releaseFor(UUID.nameUUIDFromBytes(new byte[] {1}), "2.0.0", 2, Releases.image(900, 3));

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
        new EnvelopeStore(device.flash, LAYOUT).write(area, third.envelope(), 0);

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

    /** The bootloader is in no slot, and staging has no way to what runs: R109. */
    @Test
    void staging_writesTheSecondarySlotAndNothingThatRuns() throws IOException {
        TestDevice device = settled.copy();
        Bytes primary = device.flash.read(LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()), (int)
                Layouts.main(LAYOUT).slotBytes());
        Releases.Signed full = author.release(
                "2.0.0", 2, Releases.image((int) Layouts.main(LAYOUT).slotBytes(), 8));
        device.stage(full, 999);

        assertThat(device.flash.read(LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()), (int)
                        Layouts.main(LAYOUT).slotBytes()))
                .isEqualTo(primary);
        JournalState state = device.journal().orElseThrow();
        assertThat(state.secondary()).isEqualTo(SecondaryContent.PENDING);
        assertThat(device.start(ResetReason.REQUEST).image().version()).isEqualTo("2.0.0");
    }
}
