package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topology;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sectors that take no program and no erase any more, where a boot has to write: R105, R107. */
class BadSectorTest extends OnASettledDevice {
    private static final Topology WITH_GOLDEN =
            Topologies.of(Topologies.Kind.SINGLE, Strategy.OFFSET, new Scale(1024, 8, 0xff, 1, 4, false).withGolden());

    private static TestDevice withGolden() throws IOException {
        TestDevice device = TestDevice.manufactured(WITH_GOLDEN, author, first);
        Manufacture.flashGolden(device.platform(), first.envelope(), first.streams());
        return device;
    }

    /** The confirmation is recorded, and the record before it is still there: the next boot wants to settle that. */
    private static TestDevice cutInItsConfirmation() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        BootOutcome.Started trial = device.start(ResetReason.REQUEST);
        FaultPlan plan = FaultPlan.cutAfter(3);
        ApplicationServices application = device.with(plan).application(trial);
        assertThatThrownBy(application::confirm).isInstanceOf(PowerCut.class);
        assertThat(plan.fired()).isTrue();
        return device.with(FaultPlan.none());
    }

    /** A confirmed set needs no record to start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void deadJournalSector_afterAConfirmation_isNoReasonNotToStart(int dead) throws IOException {
        TestDevice device = cutInItsConfirmation();
        device.flash.stick(LAYOUT.journal().first() + dead);

        for (int boot = 0; boot < 3; boot++) {
            BootOutcome.Started started = device.start(ResetReason.POWER);

            device.assertRuns(started, second);
            assertThat(started.trial()).isFalse();
            assertThat(started.recovery()).isFalse();
            assertThat(started.report().detail()).isEqualTo("the flash fails: flash sector " + dead + " is bad");
            assertThat(started.report().attempts()).isZero();
        }
    }

    @Test
    void deadJournalSector_andARottenImage_executesNothing() throws IOException {
        TestDevice device = cutInItsConfirmation();
        device.flash.stick(LAYOUT.journal().first());
        device.flash.stick(LAYOUT.journal().first() + 1);
        device.flash.rot(8 * LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()) + 77);

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail()).startsWith("the flash fails: flash sector ");
    }

    /** An attempt that cannot be recorded would not be the last one: the set on trial does not start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void deadJournalSector_onTrial_isRecovery(int dead) throws IOException {
        TestDevice device = settled.copy().withTrialAttempts(3);
        device.stage(second, 1000);
        device.start(ResetReason.REQUEST);
        device.flash.stick(LAYOUT.journal().first() + dead);

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().event()).isEqualTo(Event.RECOVERY);
        assertThat(outcome.report().attempts()).isEqualTo(1);
        assertThat(device.boot(ResetReason.POWER)).isEqualTo(outcome);
    }

    /** Neither set is whole any more where it would execute: the golden image runs, or nothing does, boot after boot. */
    @Test
    void sectorThatGoesBad_inMidExchange_leavesTheGoldenImageOrNothing() throws IOException {
        for (TestDevice device : new TestDevice[] {settled.copy(), withGolden()}) {
            boolean golden = device.topology.equals(WITH_GOLDEN);
            SectorRange primary = Layouts.main(device.topology).primary();
            device.stage(second, 1000);
            device.flash.stick(primary.first() + 1);

            for (int boot = 0; boot < 3; boot++) {
                BootOutcome outcome = device.boot(ResetReason.REQUEST);

                assertThat(outcome.report().event()).isEqualTo(Event.RECOVERY);
                assertThat(outcome.report().detail())
                        .startsWith("the flash fails: flash sector " + (primary.first() + 1) + " is bad");
                assertThat(outcome instanceof BootOutcome.Started).isEqualTo(golden);
                if (outcome instanceof BootOutcome.Started started) {
                    assertThat(started.recovery()).isTrue();
                }
            }
        }
    }

    /** A sector that the exchange needs, and the application does not: the candidate never gets in, the old set is whole. */
    @Test
    void spareSectorThatGoesBad_stopsTheExchangeBeforeAnythingIsLost() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        device.flash.stick(Layouts.main(LAYOUT).secondary().first());

        BootOutcome outcome = device.boot(ResetReason.REQUEST);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(device.primary(3000)).isEqualTo(first.image());
    }
}
