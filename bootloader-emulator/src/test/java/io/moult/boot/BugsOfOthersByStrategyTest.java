package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bugs that one way of updating had and others not: scratch areas, moves, overwriting, images executed where they lie.
 * Each is named after its number there; {@code docs/bugs-of-others.md} has the whole list. R103, R105.
 */
class BugsOfOthersByStrategyTest {
    @TempDir
    static Path dir;

    private static Releases author;

    @BeforeAll
    static void author() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
    }

    private static Topology topology(Strategy strategy) {
        return Layouts.single(strategy, 1024, 8, 1, 4);
    }

    private static Releases.Signed release(int number, int imageBytes) throws IOException {
        return author.release(number + ".0.0", number, Releases.image(imageBytes, number));
    }

    private static TestDevice updated(TestDevice from, Releases.Signed release) throws IOException {
        TestDevice device = pending(from, release);
        device.application(device.start(ResetReason.REQUEST)).confirm();
        return device;
    }

    private static TestDevice pending(TestDevice from, Releases.Signed release) throws IOException {
        TestDevice device = from.copy();
        device.stage(release, 1000);
        return device;
    }

    /** Cuts an update everywhere, then its way back everywhere; each time one of the two runs, and at the end the old one. */
    private static void surviveUpdateAndRevert(TestDevice from, Releases.Signed before, Releases.Signed after)
            throws IOException {
        TestDevice pending = pending(from, after);
        EveryCut.of(pending, device -> device.start(ResetReason.REQUEST), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);
            device.assertRuns(next, next.trial() ? after : before);
            device.assertRuns(device.start(ResetReason.POWER), before);
        });
        TestDevice tried = pending.copy();
        tried.start(ResetReason.REQUEST);
        EveryCut.of(tried, device -> device.start(ResetReason.WATCHDOG), device -> {
            BootOutcome.Started next = device.start(ResetReason.POWER);
            device.assertRuns(next, before);
            assertThat(next.trial()).isFalse();
            // this one may put the journal in order, the ones after it write nothing
            device.assertRuns(device.start(ResetReason.POWER), before);
            long writes = device.writes();
            device.assertRuns(device.start(ResetReason.POWER), before);
            assertThat(device.writes()).isEqualTo(writes);
        });
    }

    /** The size of the exchange was read from what an earlier update had left. */
    @Test
    void mcuboot829_moveAfterALargerUpdate_usesItsOwnSize() throws IOException {
        Releases.Signed first = release(1, 500);
        Releases.Signed large = release(2, 4096);
        Releases.Signed small = release(3, 900);
        TestDevice device = updated(TestDevice.manufactured(topology(Strategy.MOVE), author, first), large);
        device = updated(device, small);

        surviveUpdateAndRevert(device, small, release(4, 3000));
    }

    /** Cut off while the primary was moved up, its header was one sector further and never found again. */
    @Test
    void mcuboot1588_moveThatIsCutOff_findsTheImageAgain() throws IOException {
        Releases.Signed first = release(1, 4096);

        surviveUpdateAndRevert(
                TestDevice.manufactured(topology(Strategy.MOVE), author, first), first, release(2, 1500));
    }

    /** A torn write in the revert of a move was the end. */
    @Test
    void mcuboot1966_tornWriteInTheRevertOfAMove_isSurvived() throws IOException {
        Releases.Signed first = release(1, 3000);

        surviveUpdateAndRevert(
                TestDevice.manufactured(topology(Strategy.MOVE), author, first), first, release(2, 3500));
    }

    /** An image of one sector left its marks in the scratch area, and the swap was done again. */
    @Test
    void mcuboot1645_swapOfOneSectorByScratch_isDoneOnce() throws IOException {
        Releases.Signed second = release(2, 400);
        TestDevice device =
                updated(TestDevice.manufactured(topology(Strategy.SCRATCH), author, release(1, 300)), second);
        long writes = device.writes();

        for (int boot = 0; boot < 3; boot++) {
            device.assertRuns(device.start(ResetReason.POWER), second);
        }

        assertThat(device.writes()).isEqualTo(writes);
    }

    /** The scratch area was erased by a reset in between, and with it the only copy. */
    @Test
    void mcuboot22_cutInTheScratchArea_losesNothing() throws IOException {
        Releases.Signed first = release(1, 2500);

        surviveUpdateAndRevert(
                TestDevice.manufactured(topology(Strategy.SCRATCH), author, first), first, release(2, 3900));
    }

    /** The state in the slot's last sector met an image that reached into it. Here no state is in any slot. */
    @Test
    void mcuboot2206_imageThatFillsItsSlot_isSwappedWhole() throws IOException {
        for (Strategy strategy : new Strategy[] {Strategy.SCRATCH, Strategy.MOVE, Strategy.OFFSET, Strategy.IN_PLACE}) {
            Releases.Signed first = release(1, 4096);
            Releases.Signed second = release(2, 4096);
            TestDevice device = pending(TestDevice.manufactured(topology(strategy), author, first), second);
            device.assertRuns(device.start(ResetReason.REQUEST), second);
            device.assertRuns(device.start(ResetReason.WATCHDOG), first);
        }
    }

    /** Without a backup there is no way back; but there is always a way on. */
    @Test
    void wolfBoot409_overwritingThatIsCutOff_goesOn() throws IOException {
        Releases.Signed first = release(1, 3000);
        Releases.Signed second = release(2, 3500);
        TestDevice pending = pending(TestDevice.manufactured(topology(Strategy.OVERWRITE), author, first), second);

        EveryCut.of(pending, device -> device.start(ResetReason.REQUEST), device -> {
            device.assertRuns(device.start(ResetReason.POWER), second);
            device.assertRuns(device.start(ResetReason.POWER), second);
        });
    }

    /** A factory image that never was "confirmed" was erased after one boot, and then the other, too. */
    @Test
    void findingF6_factoryImageThatIsExecutedInPlace_staysWhateverComes() throws IOException {
        Releases.Signed first = release(1, 3000);
        Releases.Signed second = release(2, 3500);
        TestDevice device = TestDevice.manufactured(topology(Strategy.IN_PLACE), author, first);
        for (int round = 0; round < 3; round++) {
            for (ResetReason reason : ResetReason.values()) {
                device.assertRuns(device.start(reason), first);
            }
            device.stage(second, 1000);
            device.assertRuns(device.start(ResetReason.REQUEST), second);
            device.assertRuns(device.start(ResetReason.WATCHDOG), first);
        }
    }

    /** After a fallback, both records spoke for one slot, and the next update was written over what ran. */
    @Test
    void ruuvi1280_updateAfterAFallback_goesIntoTheOtherSlot() throws IOException {
        Releases.Signed first = release(1, 3000);
        TestDevice device = TestDevice.manufactured(topology(Strategy.IN_PLACE), author, first);
        Releases.Signed running = first;
        for (int number = 2; number < 8; number++) {
            Releases.Signed next = release(number, 3000 + number);
            ApplicationServices application = device.application(device.start(ResetReason.POWER));
            TestDevice.stage(application, next, 1000);
            // staged and not asked for yet: what ran before still runs
            device.assertRuns(device.copy().start(ResetReason.REQUEST), next);
            BootOutcome.Started trial = device.start(ResetReason.REQUEST);
            device.assertRuns(trial, next);
            if (number % 2 == 0) {
                device.assertRuns(device.start(ResetReason.CRASH), running);
            } else {
                device.application(trial).confirm();
                running = next;
            }
            device.assertRuns(device.start(ResetReason.POWER), running);
        }
    }

    /** What is loaded into RAM is what was verified, and what is executed (CVE-2024-28183, where code runs from RAM). */
    @Test
    void espIdfCve202428183_imageLoadedIntoRam_isWhatWasVerified() throws IOException {
        Releases.Signed first = release(1, 3000);
        TestDevice device = TestDevice.manufactured(topology(Strategy.RAM_LOAD), author, first);

        BootOutcome.Started started = device.start(ResetReason.POWER);
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).primary()));

        Bytes executed = started.image().ram().orElseThrow();
        assertThat(executed).isEqualTo(first.image());
        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    /** Every way of updating, cut everywhere. */
    @Test
    void mcuboot2109_imagesOfTwoSizes_inEveryStrategyWithAWayBack() throws IOException {
        for (Strategy strategy : Strategy.values()) {
            if (strategy.keepsPrevious()) {
                Releases.Signed first = release(1, 4000);
                surviveUpdateAndRevert(
                        TestDevice.manufactured(topology(strategy), author, first), first, release(2, 700));
            }
        }
    }
}
