package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.otp.Otp;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bugs and vulnerabilities that MCUboot has had, on a device with one image: each is named after its number there, and
 * none may be had here. {@code docs/bugs-of-others.md} has the whole list. R103, R105, R107, R123, R148.
 */
class BugsOfOthersTest extends AmongBugsOfOthers {
    // ---- findings in MCUboot with torn and indeterminate writes

    /** A torn flag made a trial image stay for ever. Here: whatever tears, an unconfirmed image is gone after its attempt. */
    @Test
    void findingF1_tornRecordOfAnInstalledImage_doesNotKeepItUnconfirmed() throws IOException {
        EveryCut.of(pending(settled, second), device -> device.start(ResetReason.REQUEST), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);
            device.assertRuns(next, next.trial() ? second : first);

            runsFirstForGood(device);
        });
    }

    /** A torn byte, and then an erase that was cut off, led to a panic at every boot. */
    @Test
    void findingF3_secondTearInTheBootAfterTheFirst_isNoPanicForEver() throws IOException {
        EveryCut.of(pending(settled, second), device -> device.start(ResetReason.REQUEST), once -> {
            for (long operation = 1; operation <= 3; operation++) {
                TestDevice twice = once.copy().with(FaultPlan.tear(operation, Tear.GARBAGE, operation));
                try {
                    twice.start(ResetReason.POWER);
                } catch (PowerCut e) {
                    // what comes after it is the question
                }
                BootOutcome.Started next = twice.with(FaultPlan.none()).start(ResetReason.POWER);
                twice.assertRuns(next, next.trial() ? second : first);
            }
        });
    }

    /** A confirmed image with one rotten bit was the end, a good older one beside it or not. */
    @Test
    void findingF5_mcuboot1446_rottenConfirmedImage_givesWayToTheGoodOneBesideIt() throws IOException {
        TestDevice device = updatedTo(second);
        rot(device, MAIN.primary().first());

        device.assertRuns(device.start(ResetReason.POWER), first);
    }

    // ---- MCUboot: swap, revert, power

    /** A revert that was cut off did not know any more that it was one, and swapped again. */
    @Test
    void mcuboot480_interruptedRevert_keepsItsType() throws IOException {
        EveryCut.of(tried(second), device -> device.start(ResetReason.WATCHDOG), BugsOfOthersTest::runsFirstForGood);
    }

    /** An upgrade that was resumed raised the counter before it was confirmed; then the way back was refused. */
    @Test
    void mcuboot2282_resumedUpgrade_raisesNoCounterBeforeItIsConfirmed() throws IOException {
        Releases.Signed raised = author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(2001, 2));
        EveryCut.of(pending(settled, raised), device -> device.start(ResetReason.REQUEST), device -> {
            BootOutcome.Started resumed = device.start(ResetReason.POWER);
            assertThat(device.platform().otp().securityCounter()).isZero();
            if (resumed.trial()) {
                device.assertRuns(device.start(ResetReason.CRASH), first);
            }
        });
    }

    /** The counter moves with the confirmation: a cut in it leaves both undone, or both done after the next boot. */
    @Test
    void mcuboot2549_counterAndConfirmation_goTogether() throws IOException {
        Releases.Signed raised = author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(2001, 2));
        TestDevice trial = tried(raised).withTrialAttempts(2);
        BootOutcome.Started started = trial.copy().start(ResetReason.POWER);

        EveryCut.of(trial, device -> device.application(started).confirm(), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);

            device.assertRuns(next, raised);
            long counter = device.platform().otp().securityCounter();
            assertThat(counter).isEqualTo(next.trial() ? 0 : 5);
        });
    }

    /** Downgrade prevention did not hold on the way back. */
    @Test
    void mcuboot1708_wayBackBelowTheCounter_isClosed() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(2001, 2)));
        for (ResetReason reason : ResetReason.values()) {
            assertThat(device.start(reason).image().version()).isEqualTo("2.0.0");
        }
        rot(device, MAIN.primary().first());

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    /** Cut an exchange off after the primary's erase, plant an older signed image where the candidate was, boot. */
    @Test
    void mcuboot628_olderSignedImagePlantedInAnInterruptedSwap_isNotBooted() throws IOException {
        TestDevice raised = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(2001, 2)));
        Releases.Signed third = author.release("3.0.0", 3, OptionalLong.of(5), Releases.image(2500, 3));

        EveryCut.of(pending(raised, third), device -> device.start(ResetReason.REQUEST), device -> {
            overwrite(device, MAIN.secondary().first() + 1, first.image());
            for (EnvelopeArea area : EnvelopeArea.values()) {
                new EnvelopeStore(device.flash, LAYOUT).write(area, first.envelope(), 0);
            }

            BootOutcome outcome = device.boot(ResetReason.POWER);

            assertThat(outcome.report().version()).isNotEqualTo("1.0.0");
        });
    }

    /** An image that came without a swap was never confirmed, and reverted into nothing at some later boot. */
    @Test
    void mcuboot2811_firstImage_isConfirmedFromTheStart() throws IOException {
        TestDevice device = settled.copy();

        for (ResetReason reason : ResetReason.values()) {
            BootOutcome.Started started = device.start(reason);
            assertThat(started.trial()).isFalse();
            assertThat(started.report().event()).isEqualTo(Event.NORMAL);
        }
    }

    /** A trial without an image to go back to was reverted again and again. */
    @Test
    void mcuboot2199_trialWithoutTheOtherImage_isNoRevertLoop() throws IOException {
        TestDevice device = tried(second);
        rot(device, MAIN.secondary().first());

        for (int boot = 0; boot < 5; boot++) {
            long erases = device.flash.operations().erases();
            device.assertRuns(device.start(ResetReason.WATCHDOG), second);
            assertThat(device.flash.operations().erases() - erases).isLessThanOrEqualTo(4);
        }
    }

    /** A candidate without a counter was let in where the running image had one. */
    @Test
    void mcuboot2242_candidateWithoutACounter_countsAsZero() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(2001, 2)));
        device.stage(author.release("3.0.0", 3, Releases.image(900, 3)), 1000);

        assertThat(device.start(ResetReason.REQUEST).report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
    }

    /** A counter that could not be read sent the boot into a loop without end. */
    @Test
    void mcuboot24_countersThatCannotBeRead_endTheBoot() {
        Flash broken = new Flash() {
            @Override
            public FlashGeometry geometry() {
                return Otp.GEOMETRY;
            }

            @Override
            public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
                throw new IOException("the fuses do not answer");
            }

            @Override
            public void program(long offsetBytes, Bytes octets) {
                throw new AssertionError("a boot wrote fuses that it cannot read");
            }

            @Override
            public void erase(int sector) {
                throw new AssertionError("fuses are not erased");
            }
        };

        assertThatThrownBy(() -> {
                    Otp otp = new Otp(broken);
                    BootPlatform platform = new BootPlatform(
                            settled.copy().flash, LAYOUT, otp, new SuitImageVerifier(otp), TrialBudget.ONE);
                    new BootRom(platform).boot(ResetReason.POWER);
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("do not answer");
    }

    /** Octets behind the signed part were copied along. Here nobody can stage an octet that the manifest does not speak of. */
    @Test
    void mcuboot1894_octetsBehindTheImage_cannotBeStaged() throws IOException {
        TestDevice device = settled.copy();
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        application.begin(second.envelope());
        application.write(0, second.image());

        assertThatThrownBy(() -> application.write(second.image().length(), Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** One seed, many lives: nothing above depends on the images' sizes. */
    @Test
    void mcuboot2109_imagesOfOtherSizes_areFoundAgainAfterAnyCut() throws IOException {
        Random random = new Random(2109);
        for (int i = 0; i < 4; i++) {
            Releases.Signed other = author.release("2.0.0", 2, Releases.image(1 + random.nextInt(4096), i));
            EveryCut.of(pending(settled, other), device -> device.start(ResetReason.REQUEST), device -> {
                BootOutcome.Started next = device.start(ResetReason.POWER);
                device.assertRuns(next, next.trial() ? other : first);
                runsFirstForGood(device);
            });
        }
    }
}
