package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R104, R105, R106, R151: the power goes at every write operation of an update, of its confirmation and of a revert:
 * before it, inside it and after it. What boots then is the old image or the new one, whole; what was not confirmed does
 * not stay; what was confirmed does not go.
 *
 * <p>Among them are the cuts that others were bitten by: a torn confirmation flag that keeps an unconfirmed image for
 * ever, a torn type of swap that bricks, an interrupted revert that forgets what it was (MCUboot #480, #1966), a counter
 * raised before the confirmation that makes a revert impossible (MCUboot PR #2282), and a test whose cuts fire nowhere
 * (wolfBoot #341).
 */
class PowerCutSweepTest {
    private static final Topology LAYOUT = Layouts.offset(512, 8, 2, 3);

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed oldRelease;
    private static Releases.Signed newRelease;
    private static TestDevice settled;

    @BeforeAll
    static void manufacture() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        oldRelease = author.release("1.0.0", 1, Releases.image(900, 1));
        newRelease = author.release("2.0.0", 2, OptionalLong.of(7), Releases.image(1501, 2));
        settled = TestDevice.manufactured(LAYOUT, author, oldRelease);
    }

    /** A whole update as a healthy application goes through it. */
    private static void update(TestDevice device) throws IOException {
        device.stage(newRelease, 333);
        device.application(device.start(ResetReason.REQUEST)).confirm();
    }

    /** The cuts of one operation: before, torn in each way with some seeds, after. */
    private static List<LongFunction<FaultPlan>> kinds(int seeds) {
        List<LongFunction<FaultPlan>> kinds = new ArrayList<>();
        kinds.add(FaultPlan::cutBefore);
        kinds.add(FaultPlan::cutAfter);
        for (Tear tear : Tear.values()) {
            for (int seed = 0; seed < seeds; seed++) {
                long salt = seed;
                kinds.add(operation -> FaultPlan.tear(operation, tear, 1000 * operation + salt));
            }
        }
        return kinds;
    }

    private static void assertWhole(BootOutcome.Started started, TestDevice device) throws IOException {
        Releases.Signed release = started.image().version().equals("2.0.0") ? newRelease : oldRelease;
        assertThat(started.image().version()).isEqualTo(release.version());
        assertThat(device.primary(release.image().length())).isEqualTo(release.image());
    }

    private static boolean newIsConfirmed(TestDevice device) throws IOException {
        JournalState state = device.journal().orElseThrow();
        return state.confirmed()
                && state.runningArea() != settled.journal().orElseThrow().runningArea();
    }

    /** After the cut, boots that nobody confirms: never a mixture, and in the end the confirmed one. */
    private static void assertSettlesUnconfirmed(TestDevice device) throws IOException {
        boolean confirmed = newIsConfirmed(device);
        BootOutcome.Started first = device.start(ResetReason.POWER);
        assertWhole(first, device);
        BootOutcome.Started second = device.start(ResetReason.POWER);
        assertWhole(second, device);
        BootOutcome.Started third = device.start(ResetReason.POWER);
        assertWhole(third, device);

        assertThat(third.trial()).isFalse();
        assertThat(third.image().version()).isEqualTo(confirmed ? "2.0.0" : "1.0.0");
        assertThat(third.report().event()).isEqualTo(BootReport.Event.NORMAL);
        assertThat(third.report().securityCounter()).isEqualTo(confirmed ? 7 : 0);
        if (confirmed) {
            assertThat(first.image().version()).isEqualTo("2.0.0");
            assertThat(first.report().event()).isEqualTo(BootReport.Event.NORMAL);
        }
        long writes = device.writes();
        device.start(ResetReason.POWER);
        assertThat(device.writes()).as("a settled device writes nothing").isEqualTo(writes);
    }

    /** After the cut, a healthy application tries again until it has what it wants. */
    private static void assertUpdatesInTheEnd(TestDevice device) throws IOException {
        BootOutcome.Started started = device.start(ResetReason.POWER);
        if (started.trial()) {
            device.application(started).confirm();
        } else if (started.image().version().equals("1.0.0")) {
            update(device);
        }
        BootOutcome.Started last = device.start(ResetReason.POWER);
        assertWhole(last, device);
        assertThat(last.image().version()).isEqualTo("2.0.0");
        assertThat(last.trial()).isFalse();
        assertThat(last.report().securityCounter()).isEqualTo(7);
    }

    @Test
    void update_cutAtEveryOperation_bootsOldOrNewAndNothingElse() throws IOException {
        long operations = EveryCut.operationsOf(settled, PowerCutSweepTest::update);
        int cases = 0;
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> kind : kinds(5)) {
                TestDevice device = EveryCut.afterCut(settled, PowerCutSweepTest::update, kind.apply(operation));
                assertSettlesUnconfirmed(device.copy());
                assertUpdatesInTheEnd(device);
                cases++;
            }
        }
        assertThat(operations).isGreaterThan(40);
        assertThat(cases).isEqualTo((int) operations * 17);
    }

    @Test
    void revert_cutAtEveryOperation_bringsTheOldImageBack() throws IOException {
        TestDevice tried = settled.copy();
        tried.stage(newRelease, 500);
        assertThat(tried.start(ResetReason.REQUEST).trial()).isTrue();
        EveryCut.Life hang = device -> device.start(ResetReason.WATCHDOG);
        long operations = EveryCut.operationsOf(tried, hang);
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> kind : kinds(8)) {
                TestDevice device = EveryCut.afterCut(tried, hang, kind.apply(operation));
                BootOutcome.Started started = device.start(ResetReason.POWER);
                assertWhole(started, device);
                assertThat(started.image().version()).isEqualTo("1.0.0");
                assertThat(started.trial()).isFalse();
                assertUpdatesInTheEnd(device);
            }
        }
        assertThat(operations).isGreaterThan(12);
    }

    /** Two cuts: every operation of the update, and then every operation of the boot after it. */
    @Test
    void update_cutTwice_bootsOldOrNewAndNothingElse() throws IOException {
        long operations = EveryCut.operationsOf(settled, PowerCutSweepTest::update);
        List<LongFunction<FaultPlan>> kinds = List.of(
                FaultPlan::cutAfter,
                operation -> FaultPlan.tear(operation, Tear.GARBAGE, operation),
                operation -> FaultPlan.tear(operation, Tear.LOOKS_BLANK, operation));
        EveryCut.Life boot = device -> device.start(ResetReason.POWER);
        int pairs = 0;
        for (long first = 1; first <= operations; first++) {
            for (LongFunction<FaultPlan> firstKind : kinds) {
                TestDevice once = EveryCut.afterCut(settled, PowerCutSweepTest::update, firstKind.apply(first));
                long more = EveryCut.operationsOf(once, boot);
                for (long second = 1; second <= more; second++) {
                    for (LongFunction<FaultPlan> secondKind : kinds) {
                        assertSettlesUnconfirmed(EveryCut.afterCut(once, boot, secondKind.apply(second)));
                        pairs++;
                    }
                }
            }
        }
        assertThat(pairs).isGreaterThan(2000);
    }

    /** The application's own writes, in pieces that fit no unit: staging resumes at a sector boundary. */
    @Test
    void staging_cutAtEveryOperation_resumesAtASectorBoundary() throws IOException {
        EveryCut.Life stage = device -> device.stage(newRelease, 333);
        long operations = EveryCut.operationsOf(settled, stage);
        int resumed = 0;
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> kind : kinds(2)) {
                TestDevice device = EveryCut.afterCut(settled, stage, kind.apply(operation));
                BootOutcome.Started started = device.start(ResetReason.POWER);
                if (started.trial()) {
                    continue;
                }
                ApplicationServices application = device.application(started);
                if (application.stagedEnvelope().isEmpty()) {
                    continue;
                }
                for (int sector = 2; sector >= 0; sector--) {
                    TestDevice again = device.copy();
                    ApplicationServices other = again.application(again.start(ResetReason.POWER));
                    writeFrom(other, sector * Layouts.main(LAYOUT).blockBytes(), sector);
                }
                writeFrom(application, 0, 0);
                assertThat(application.read(0, newRelease.image().length())).isEqualTo(newRelease.image());
                application.requestTrialBoot(newRelease.image().length());
                assertThat(device.start(ResetReason.REQUEST).image().version()).isEqualTo("2.0.0");
                resumed++;
            }
        }
        assertThat(resumed).isGreaterThan(40);
    }

    private static void writeFrom(ApplicationServices application, int from, int salt) throws IOException {
        Bytes image = newRelease.image();
        for (int at = from; at < image.length(); at += 100 + salt) {
            application.write(at, image.slice(at, Math.min(at + 100 + salt, image.length())));
        }
    }

    /** R14, R33: a factory's power fails too. The first image brings the provisioning along. */
    @Test
    void manufacture_cutAtEveryOperation_canBeRepeated() throws IOException {
        Bytes block = TestDevice.owner(author).asImageTrailer();
        Releases.Signed first = author.release("1.0.0", 1, block);
        EveryCut.Life factory = device -> Manufacture.flashFirstImage(
                device.platform(),
                first.envelope(),
                new ByteArrayInputStream(first.image().toArray()));
        TestDevice blank = TestDevice.blank(LAYOUT);
        long operations = EveryCut.operationsOf(blank, factory);
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> kind : kinds(6)) {
                TestDevice device = EveryCut.afterCut(blank, factory, kind.apply(operation));
                if (operation % 2 == 0) {
                    device.boot(ResetReason.POWER);
                }
                if (!Manufacture.hasFirmware(device.platform())) {
                    factory.on(device);
                }
                BootOutcome.Started started = device.start(ResetReason.POWER);
                assertThat(started.report().detail().contains("not provisioned"))
                        .isFalse();
                assertThat(device.platform().otp().provisioning()).contains(TestDevice.owner(author));
                assertThat(device.primary(block.length())).isEqualTo(block);
            }
        }
        assertThat(operations).isGreaterThan(5);
    }

    /** An attempt that was recorded and one that was not: the trial ends either way. */
    @Test
    void trial_withThreeAttempts_endsAfterThreeWhateverIsCut() throws IOException {
        TestDevice device = settled.copy().withTrialAttempts(3);
        device.stage(newRelease, 500);
        int trials = 0;
        while (device.start(ResetReason.POWER).trial()) {
            trials++;
            assertThat(trials).isLessThan(4);
        }
        assertThat(trials).isEqualTo(3);
        assertThat(device.journal().orElseThrow().phase()).isEqualTo(Phase.SETTLED);
    }
}
