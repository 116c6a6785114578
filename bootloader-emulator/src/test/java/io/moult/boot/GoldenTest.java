package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.DeniedAccessException;
import io.moult.boot.journal.Phase;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R106, R108, R151: the image of last resort, and the order in which candidates are tried. */
class GoldenTest {
    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed golden;
    private static Releases.Signed first;
    private static Releases.Signed second;

    @BeforeAll
    static void makeReleases() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        golden = author.release("0.1.0", 0, Releases.image(600, 9));
        first = author.release("1.0.0", 1, OptionalLong.of(3), Releases.image(900, 1));
        second = author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(950, 2));
    }

    private static TestDevice device(Strategy strategy) throws IOException {
        Topology topology = Topologies.of(Kind.SINGLE, strategy, new Scale(512, 8, 0xff, 2, 2, true));
        TestDevice device = TestDevice.manufactured(topology, author, first);
        Manufacture.flashGolden(device.platform(), golden.envelope(), golden.streams());
        return device;
    }

    private static void rotPrimary(TestDevice device) throws IOException {
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).primary()) + 9);
    }

    @Test
    void goldenImage_runsWhenNothingElseVerifies_whateverTheCounter() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        device.start(ResetReason.POWER);
        rotPrimary(device);
        long writes = device.writes();

        BootOutcome.Started started = device.start(ResetReason.POWER);

        device.assertRuns(started, golden);
        assertThat(started.recovery()).isTrue();
        assertThat(started.trial()).isFalse();
        assertThat(started.report().event()).isEqualTo(Event.RECOVERY);
        assertThat(started.report().securityCounter()).isEqualTo(3);
        assertThat(device.writes()).as("and again without a write").isEqualTo(writes);
    }

    @Test
    void goldenImage_withALostJournal_takesAnUpdate() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        rotPrimary(device);
        for (int sector = 0; sector < 2; sector++) {
            device.flash.erase(sector);
            device.flash.program(512L * sector, Releases.image(64, sector));
        }
        BootOutcome.Started started = device.start(ResetReason.POWER);
        assertThat(started.recovery()).isTrue();

        ApplicationServices application = device.application(started);
        assertThat(application.confirmed()).isTrue();
        assertThat(application.runningEnvelope()).isEqualTo(golden.envelope());
        TestDevice.stage(application, second, 300);
        BootOutcome.Started trial = device.start(ResetReason.REQUEST);

        device.assertRuns(trial, second);
        assertThat(trial.trial()).isTrue();
        device.application(trial).confirm();
        assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
    }

    /** Without a way back, a set that fails its trial gives way to the golden image, for good; and cannot confirm itself. */
    @Test
    void failedTrialWithoutAWayBack_givesWayToTheGoldenImage() throws IOException {
        TestDevice device = device(Strategy.OVERWRITE);
        device.stage(second, 300);
        BootOutcome.Started trial = device.start(ResetReason.REQUEST);
        device.assertRuns(trial, second);

        for (ResetReason reason : ResetReason.values()) {
            BootOutcome.Started started = device.start(reason);
            device.assertRuns(started, golden);
            assertThat(started.recovery()).isTrue();
            device.application(started).confirm();
        }
        long writes = device.writes();
        device.assertRuns(device.start(ResetReason.POWER), golden);
        assertThat(device.writes()).isEqualTo(writes);

        Releases.Signed third = author.release("3.0.0", 3, OptionalLong.of(5), Releases.image(700, 3));
        device.stage(third, 300);
        BootOutcome.Started next = device.start(ResetReason.REQUEST);
        device.assertRuns(next, third);
        device.application(next).confirm();
        device.assertRuns(device.start(ResetReason.POWER), third);
        assertThat(device.start(ResetReason.POWER).trial()).isFalse();
    }

    /** What was moved aside without ever being confirmed is no set to go back to. */
    @Test
    void setThatFailedItsTrial_isNeverGoneBackTo() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        device.stage(second, 300);
        device.start(ResetReason.REQUEST);
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).secondary()) + 9);
        assertThat(device.start(ResetReason.WATCHDOG).recovery()).isTrue();

        Releases.Signed third = author.release("3.0.0", 3, OptionalLong.of(5), Releases.image(700, 3));
        device.stage(third, 300);
        device.assertRuns(device.start(ResetReason.REQUEST), third);

        BootOutcome.Started after = device.start(ResetReason.WATCHDOG);

        device.assertRuns(after, golden);
    }

    @Test
    void goldenImageThatRots_isNotExecuted_andTheFailedSetRunsRatherThanNothing() throws IOException {
        TestDevice device = device(Strategy.OVERWRITE);
        device.stage(second, 300);
        device.start(ResetReason.REQUEST);
        assertThat(device.start(ResetReason.WATCHDOG).recovery()).isTrue();
        device.flash.rot(8
                        * device.topology.offsetOf(
                                Layouts.main(device.topology).golden().orElseThrow())
                + 9);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        device.assertRuns(started, second);
        assertThat(started.trial()).isTrue();
        assertThat(started.report().detail())
                .isEqualTo("given up: not confirmed, reset by watchdog; and no golden image verifies");
        assertThat(started.report().attempts()).isEqualTo(2);
    }

    /** A candidate that nobody has asked a trial for is none, however whole it is. */
    @Test
    void givenUpSet_withACandidateThatOnlyWaits_leavesTheGoldenImageRunning() throws IOException {
        TestDevice device = device(Strategy.OVERWRITE);
        device.stage(second, 300);
        device.start(ResetReason.REQUEST);
        ApplicationServices application = device.application(device.start(ResetReason.WATCHDOG));
        Releases.Signed third = author.release("3.0.0", 3, OptionalLong.of(5), Releases.image(700, 3));
        application.begin(third.envelope());
        application.write(0, third.image());

        BootOutcome.Started started = device.start(ResetReason.POWER);

        device.assertRuns(started, golden);
        assertThat(started.report().attempts()).isEqualTo(1);
        assertThat(started.report().detail()).isEqualTo("given up; golden images run");
    }

    /** What is confirmed and does not verify just now is not given up by staging beside it. */
    @Test
    void stagingFromTheGoldenImage_keepsWhatTheJournalKnows() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        device.start(ResetReason.POWER);
        rotPrimary(device);
        ApplicationServices application = device.application(device.start(ResetReason.POWER));

        application.begin(second.envelope());

        assertThat(device.journal().orElseThrow().phase()).isEqualTo(Phase.SETTLED);
        assertThat(application.securityCounter()).isEqualTo(3);
    }

    @Test
    void goldenImages_areWrittenOnce_andSignedAsAnyOthers() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        assertThatThrownBy(() -> Manufacture.flashGolden(device.platform(), golden.envelope(), golden.streams()))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("written once");

        Releases stranger = new Releases(dir, "example.org", "sensor");
        Releases.Signed strange = stranger.release("0.1.0", 0, Releases.image(600, 9));
        Topology topology = device.topology;
        TestDevice other = TestDevice.manufactured(topology, author, first);
        assertThatThrownBy(() -> Manufacture.flashGolden(other.platform(), strange.envelope(), strange.streams()))
                .isInstanceOf(ManufactureException.class);
        assertThat(other.platform().envelopes().readGolden()).isEmpty();
    }

    /** Nobody who runs may write it. */
    @Test
    void goldenImage_isInNobodysReach() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        int sector = Layouts.main(device.topology).golden().orElseThrow().first();
        Bytes before = device.flash.read(device.topology.geometry().offsetOfSector(sector), 512);

        device.topology
                .masters()
                .forEach(master -> assertThatThrownBy(
                                () -> device.platform().viewOf(master.master()).erase(sector))
                        .isInstanceOf(DeniedAccessException.class));

        assertThat(device.flash.read(device.topology.geometry().offsetOfSector(sector), 512))
                .isEqualTo(before);
    }

    /** Powers that come and go do not use an honest trial up, but neither do they keep it for ever. */
    @Test
    void forgivenPowerCuts_areBounded() throws IOException {
        TestDevice device = device(Strategy.OFFSET).with(new TrialBudget(1, 2));
        device.stage(second, 300);
        int trials = 0;
        while (device.start(ResetReason.POWER).trial()) {
            trials++;
            assertThat(trials).isLessThan(4);
        }
        assertThat(trials).isEqualTo(3);

        device.stage(second, 300);
        assertThat(device.start(ResetReason.REQUEST).trial()).isTrue();
        assertThat(device.start(ResetReason.REQUEST).trial()).isFalse();
    }
}
