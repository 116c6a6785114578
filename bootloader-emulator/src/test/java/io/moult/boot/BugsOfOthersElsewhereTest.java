package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.Records;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.Otp;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Bugs and vulnerabilities that wolfBoot, ESP-IDF, RAUC and mbed-bootloader have had, on a device with one image: each is
 * named after its number there. {@code docs/bugs-of-others.md} has the whole list. R103, R105, R107, R123, R148.
 */
class BugsOfOthersElsewhereTest extends AmongBugsOfOthers {
    // ---- wolfBoot

    /** The head of a candidate was half written when power went; what ran must not care. */
    @Test
    void wolfBoot315_stagingCutOffAnywhere_leavesWhatRuns() throws IOException {
        EveryCut.of(settled, device -> device.stage(second, 1000), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);
            device.assertRuns(next, next.trial() ? second : first);
            assertThat(device.journal().orElseThrow().phase()).isIn(Phase.SETTLED, Phase.TRIAL);
        });
    }

    /** A cut in the last erase lost that the image was on trial. */
    @Test
    void wolfBoot354_cutInTheLastErase_doesNotLoseTheTrial() throws IOException {
        EveryCut.of(pending(settled, second), device -> device.start(ResetReason.REQUEST), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);

            boolean runsSecond = next.image().version().equals("2.0.0");
            assertThat(next.trial()).isEqualTo(runsSecond);
        });
    }

    /** After an emergency fallback, the next update did not come through. */
    @Test
    void wolfBoot463_afterAFallback_theNextUpdateComesThrough() throws IOException {
        TestDevice device = updatedTo(second);
        rot(device, MAIN.primary().first());
        device.assertRuns(device.start(ResetReason.POWER), first);
        Releases.Signed third = author.release("3.0.0", 3, Releases.image(3500, 3));

        device.stage(third, 1000);
        device.application(device.start(ResetReason.REQUEST)).confirm();

        device.assertRuns(device.start(ResetReason.POWER), third);
    }

    /** Numbers of 32 bits went through signed integers, so that 0x80000000 and more were "older" (commit 1016c4d5). */
    @Test
    void wolfBootF4410_numbersAboveTheSignBit_areHigher() throws IOException {
        TestDevice device = settled.copy();
        long[] rising = {0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        for (long number : rising) {
            Releases.Signed release = author.release("1.1.0", number, OptionalLong.of(number), Releases.image(700, 4));
            device.stage(release, 700);
            device.application(device.start(ResetReason.REQUEST)).confirm();
            assertThat(device.start(ResetReason.POWER).image().sequenceNumber()).isEqualTo(number);
            assertThat(device.platform().otp().securityCounter()).isEqualTo(number);
        }
    }

    /** The same the other way (commit 2ee4108f): a lower number below the sign bit was "newer". */
    @Test
    void wolfBootF4411_numbersBelowTheSignBit_areLower() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 0x8000_0000L, Releases.image(700, 4)));

        device.stage(author.release("2.0.1", 0x7fff_ffffL, Releases.image(700, 5)), 700);

        assertThat(device.start(ResetReason.REQUEST).report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
    }

    @Test
    void wolfBootF4412_equalNumber_isNotNewer() throws IOException {
        TestDevice device = updatedTo(second);
        device.stage(author.release("2.0.1", 2, Releases.image(700, 5)), 700);

        assertThat(device.start(ResetReason.REQUEST).report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
    }

    // ---- ESP-IDF

    /** The checksum covered the number and not the state. Here: any bit of the journal turned, and no other state is read. */
    @Test
    void espIdfOtadata_turnedBitInARecord_isNeverAnotherState() throws IOException {
        TestDevice device = pending(settled, second);
        JournalState told = device.journal().orElseThrow();
        int sector = LAYOUT.journal().first();
        for (int bit = 0; bit < 2 * 8 * 1024; bit++) {
            TestDevice turned = device.copy();
            turned.flash.rot(8 * LAYOUT.geometry().offsetOfSector(sector) + bit);

            JournalState state = turned.journal().orElse(told);
            // the last record may be gone as if its write had been cut off; what was before it is then said
            assertThat(state.runningArea()).isEqualTo(told.runningArea());
            assertThat(state.phase()).isEqualTo(told.phase());
            assertThat(state.secondary()).isIn(SecondaryContent.PENDING, SecondaryContent.STAGED);
            assertThat(state.candidateDigest()).isEqualTo(told.candidateDigest());
        }
    }

    /** Bootloaders in the field ignored states that came later. Here what is not understood is not passed over. */
    @Test
    void espIdf5950_recordOfALaterKind_isNotPassedOver() throws IOException {
        TestDevice device = updatedTo(second);
        int sector = LAYOUT.journal().first();
        Bytes region = device.flash.read(LAYOUT.geometry().offsetOfSector(sector), 1024);
        if (Records.scan(region, 0xff).blank()) {
            sector++;
            region = device.flash.read(LAYOUT.geometry().offsetOfSector(sector), 1024);
        }
        Records.Scan scan = Records.scan(region, 0xff);
        int sequence = scan.entries().get(scan.entries().size() - 1).sequence();
        device.flash.program(
                LAYOUT.geometry().offsetOfSector(sector) + scan.usedBytes(),
                Records.encode(200, sequence + 1, Bytes.ofHex("01")));

        assertThat(device.journal()).isEmpty();
        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.report().detail()).contains("journal was lost");
        device.assertRuns(started, second);
    }

    /** A download that was given up left its slot "valid". */
    @Test
    void espIdf14808_halfACandidate_isNeverBooted() throws IOException {
        TestDevice device = settled.copy();
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        application.begin(second.envelope());
        application.write(0, second.image().slice(0, 1500));
        runsFirstForGood(device.copy());

        rot(device, MAIN.primary().first());

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    /** What was checked was not what was loaded (CVE-2024-28183): flash that answers otherwise the next time. */
    @Test
    void espIdfCve202428183_imageExchangedBetweenLooks_isNotStarted() throws IOException {
        int looks = 0;
        for (int turn = 1; turn < 40; turn++) {
            TestDevice device = settled.copy();
            Exchanged flash = new Exchanged(device.flash, turn);
            Otp otp = new Otp(device.fuses);
            BootPlatform platform = new BootPlatform(flash, LAYOUT, otp, new SuitImageVerifier(otp), TrialBudget.ONE);

            BootOutcome outcome = new BootRom(platform).boot(ResetReason.POWER);

            looks = Math.max(looks, flash.reads);
            if (flash.exchanged()) {
                assertThat(outcome).as("exchanged before look %d", turn).isInstanceOf(BootOutcome.Recovery.class);
            }
        }
        assertThat(looks).as("looks at the image").isGreaterThan(1);
    }

    /** A flash whose primary slot reads as something else from a given look on. */
    private static final class Exchanged implements Flash {
        private final Flash flash;
        private final int from;
        private int reads;

        Exchanged(Flash flash, int from) {
            this.flash = flash;
            this.from = from;
        }

        boolean exchanged() {
            return reads >= from;
        }

        @Override
        public FlashGeometry geometry() {
            return flash.geometry();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
            Bytes octets = flash.read(offsetBytes, lengthBytes);
            if (lengthBytes == 0 || !MAIN.primary().contains(LAYOUT.geometry().sectorAt(offsetBytes))) {
                return octets;
            }
            reads++;
            byte[] evil = octets.toArray();
            if (exchanged()) {
                evil[0] ^= 1;
            }
            return Bytes.wrap(evil);
        }

        @Override
        public void program(long offsetBytes, Bytes octets) throws IOException {
            flash.program(offsetBytes, octets);
        }

        @Override
        public void erase(int sector) throws IOException {
            flash.erase(sector);
        }
    }

    /** One glitch turned one decision round (CVE-2019-15894). */
    @Test
    void espIdfCve201915894_oneDecisionTurnedRound_startsNothingUnverified() throws IOException {
        Releases.Signed stranger =
                new Releases(dir, "example.net", "sensor").release("6.6.6", 9, Releases.image(3000, 66));
        TestDevice planted = settled.copy();
        EnvelopeArea area = planted.journal().orElseThrow().runningArea();
        overwrite(planted, MAIN.primary().first(), stranger.image());
        new EnvelopeStore(planted.flash, LAYOUT).write(area, stranger.envelope(), 0);
        int decisions = 0;
        for (int glitch = 1; glitch == 1 || decisions >= glitch - 1; glitch++) {
            int at = glitch;
            int[] asked = {0};
            TestDevice device = planted.copy().with((question, truth) -> (++asked[0] == at) != truth);

            BootOutcome outcome = device.boot(ResetReason.POWER);

            assertThat(outcome).as("decision %d turned round", at).isInstanceOf(BootOutcome.Recovery.class);
            decisions = asked[0];
        }
        assertThat(decisions).isGreaterThan(1);
    }

    // ---- counters of attempts

    /** Every boot counted, so that quick power cycling went back to an old system, or to none. */
    @Test
    void raucIssue490_powerCycling_costsAConfirmedImageNothing() throws IOException {
        TestDevice device = updatedTo(second);
        long writes = device.writes();

        for (int cycle = 0; cycle < 50; cycle++) {
            device.assertRuns(device.start(ResetReason.POWER), second);
        }

        assertThat(device.writes()).isEqualTo(writes);
    }

    /** Attempts ran out until nothing was left to boot. */
    @Test
    void raucIssue683_attemptsRunOut_neverWithNothingLeft() throws IOException {
        TestDevice device = tried(second);
        rot(device, MAIN.secondary().first());

        for (int cycle = 0; cycle < 20; cycle++) {
            device.assertRuns(device.start(ResetReason.POWER), second);
        }
    }

    /** The count of attempts was in RAM and began anew with every loss of power. */
    @Test
    void mbedBootCounterInRam_attempts_areCountedAcrossPowerCuts() throws IOException {
        TestDevice device = settled.copy().withTrialAttempts(3);
        device.stage(second, 1000);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(device.start(ResetReason.POWER).report().attempts()).isEqualTo(attempt);
        }

        device.assertRuns(device.start(ResetReason.POWER), first);
    }
}
