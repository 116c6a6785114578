package io.moult.boot.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R104: the record that decides. A torn one is absent; none is ever lost or invented. */
class JournalTest {
    private static final Bytes DIGEST = Bytes.ofHex("5a".repeat(32));
    private static final Bytes PLAN = Bytes.ofHex("0102030405060708");
    private static final Changes CHANGES = new Changes(List.of(2, 0, 3));
    private static final JournalState BEGIN = JournalState.settled(EnvelopeArea.A);

    private final NorFlash flash = NorFlash.inMemory(FlashGeometry.uniform(512, 4, 8));

    private static Journal open(Flash flash) throws IOException {
        return new Journal(flash, new SectorRange(1, 2));
    }

    /** Two updates, the second of which is reverted: every type of record, in an order that can happen. */
    private static List<JournalEvent> life() {
        List<JournalEvent> events = new ArrayList<>(List.of(
                new JournalEvent.Staged(DIGEST, CHANGES),
                new JournalEvent.Pending(700),
                new JournalEvent.Plan(PLAN, true, CHANGES)));
        steps(events, 4);
        events.addAll(List.of(
                new JournalEvent.Installed(2),
                new JournalEvent.Attempt(1, 0),
                new JournalEvent.Confirmed(),
                new JournalEvent.Discarded(),
                new JournalEvent.Staged(DIGEST, CHANGES),
                new JournalEvent.Pending(800),
                new JournalEvent.Failed("image-digest: it is not what the manifest says, by far"),
                new JournalEvent.Staged(DIGEST, CHANGES),
                new JournalEvent.Pending(900),
                new JournalEvent.Plan(PLAN, true, CHANGES)));
        steps(events, 4);
        events.addAll(List.of(
                new JournalEvent.Installed(2),
                new JournalEvent.Attempt(1, 0),
                new JournalEvent.Attempt(2, 1),
                new JournalEvent.Reverting(PLAN, "not confirmed, reset by watchdog")));
        steps(events, 4);
        events.addAll(List.of(
                new JournalEvent.Reverted(0),
                new JournalEvent.Staged(DIGEST, CHANGES),
                new JournalEvent.Plan(PLAN, false, CHANGES),
                new JournalEvent.Installed(5),
                new JournalEvent.Attempt(1, 0),
                new JournalEvent.GaveUp("not confirmed, reset by power"),
                new JournalEvent.Attempt(2, 0)));
        return events;
    }

    private static void steps(List<JournalEvent> events, int count) {
        for (int i = 1; i <= count; i++) {
            events.add(new JournalEvent.Step(i));
        }
    }

    @Test
    void freshFlash_isBlankAndStaysSoUntilItIsWritten() throws IOException {
        Journal journal = open(flash);

        assertThat(journal.condition()).isEqualTo(Journal.Condition.BLANK);
        assertThat(journal.state()).isEmpty();
        assertThatThrownBy(() -> journal.append(new JournalEvent.Discarded()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(flash.operations().writes()).isZero();
    }

    @Test
    void everyRecord_isReadBackTheSameByAnotherReader() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        JournalState expected = BEGIN;
        for (JournalEvent event : life()) {
            expected = event.after(expected);

            assertThat(journal.append(event)).isEqualTo(expected);
            assertThat(open(flash).state()).contains(expected);
        }
        assertThat(expected.runningArea()).isEqualTo(EnvelopeArea.A);
        assertThat(expected.note()).isEqualTo("not confirmed, reset by power");
        assertThat(flash.eraseCount(1) + flash.eraseCount(2))
                .as("it changed sectors")
                .isGreaterThan(4);
    }

    @Test
    void eventThatCannotHappen_isRefusedAndWritesNothing() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        long writes = flash.operations().writes();

        for (JournalEvent event : List.of(
                new JournalEvent.Installed(2),
                new JournalEvent.Confirmed(),
                new JournalEvent.Step(1),
                new JournalEvent.Pending(5),
                new JournalEvent.Reverting(PLAN, ""),
                new JournalEvent.Attempt(1, 0))) {
            assertThatThrownBy(() -> journal.append(event)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(flash.operations().writes()).isEqualTo(writes);
    }

    /** Each append of a whole life cut before, inside (in each way, with several seeds) and after; then life goes on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32})
    void powerCut_atEveryOperation_leavesTheStateBeforeOrAfter(int unitBytes) throws IOException {
        int cuts = 0;
        List<JournalEvent> life = life();
        NorFlash medium = NorFlash.inMemory(FlashGeometry.uniform(512, 4, unitBytes));
        open(medium).format(BEGIN);
        JournalState state = BEGIN;
        for (JournalEvent event : life) {
            JournalState next = event.after(state);
            for (FaultPlan plan : plansUpTo(operationsOf(medium.copy(), event), 6)) {
                NorFlash device = medium.copy();
                assertThatThrownBy(() -> open(new FaultyFlash(device, plan)).append(event))
                        .isInstanceOf(PowerCut.class);
                assertThat(plan.fired()).isTrue();
                JournalState found = open(device).state().orElseThrow();
                assertThat(found).as("%s", plan.firedAt()).isIn(state, next);
                if (found.equals(state)) {
                    open(device).append(event);
                }
                assertThat(open(device).state()).contains(next);
                cuts++;
            }
            open(medium).append(event);
            state = next;
        }
        assertThat(cuts).isGreaterThan(500);
    }

    /** Any number of cuts in a row at the same record: never stuck, never a unit used twice. */
    @Test
    void powerCut_againAndAgainAtOneRecord_isSurvived() throws IOException {
        open(flash).format(BEGIN);
        JournalEvent event = new JournalEvent.Staged(DIGEST, CHANGES);
        int torn = 0;
        for (int seed = 0; seed < 400; seed++) {
            Tear tear = List.of(Tear.values()).get(seed % 3);
            FaultPlan plan = FaultPlan.tear(1 + seed % 4, tear, seed);
            try {
                Journal journal = open(new FaultyFlash(flash, plan));
                if (journal.state().orElseThrow().secondary() == SecondaryContent.NONE) {
                    journal.append(event);
                } else {
                    journal.append(new JournalEvent.Discarded());
                }
            } catch (PowerCut e) {
                torn++;
            }
            assertThat(open(flash).condition()).isEqualTo(Journal.Condition.INTACT);
        }
        assertThat(torn).isGreaterThan(100);
    }

    @Test
    void recordThatRottedBetweenOthers_isNoticed() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        for (JournalEvent event : life().subList(0, 5)) {
            journal.append(event);
        }
        int sector = journal.sector();
        long firstSlot = flash.geometry().offsetOfSector(sector);
        int damaged = 0;
        for (int octet = 0; octet < 512; octet++) {
            NorFlash rotten = flash.copy();
            rotten.rot(8 * (firstSlot + octet) + octet % 8);
            Journal read = open(rotten);
            if (read.condition() == Journal.Condition.DAMAGED) {
                damaged++;
            } else {
                assertThat(read.state().orElseThrow().phase()).isIn(Phase.SETTLED, Phase.INSTALLING);
            }
        }
        assertThat(damaged).isGreaterThan(100);
    }

    /** Also where the rest would make sense without it. */
    @Test
    void everyRecordButTheLast_rotten_isDamage() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        List<JournalEvent> events = life().subList(0, 5);
        List<Integer> begins = new ArrayList<>(List.of(0));
        int at = Records.encodedBytes(BEGIN.encode().length()) + Records.SLOT_BYTES; // its seal
        JournalState beforeLast = BEGIN;
        for (JournalEvent event : events) {
            begins.add(at);
            at += Records.encodedBytes(event.payload().length());
            beforeLast = journal.state().orElseThrow();
            journal.append(event);
        }
        long sector = flash.geometry().offsetOfSector(journal.sector());
        for (int begin : begins) {
            NorFlash rotten = flash.copy();
            rotten.rot(8 * (sector + begin));
            boolean last = begin == begins.get(begins.size() - 1);

            assertThat(open(rotten).condition()).isEqualTo(last ? Journal.Condition.INTACT : Journal.Condition.DAMAGED);
            if (last) {
                assertThat(open(rotten).state()).contains(beforeLast);
            }
        }
    }

    @Test
    void bothSectorsDestroyed_areDamagedAndCanBeBegunAnew() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        flash.erase(1);
        flash.erase(2);
        flash.program(512, Bytes.ofHex("00".repeat(512)));
        flash.program(1024, Bytes.ofHex("a5".repeat(512)));

        Journal read = open(flash);
        assertThat(read.condition()).isEqualTo(Journal.Condition.DAMAGED);
        read.format(JournalState.settled(EnvelopeArea.B));

        assertThat(open(flash).state()).contains(JournalState.settled(EnvelopeArea.B));
    }

    @Test
    void oldSector_afterAChange_neverSpeaksAgain() throws IOException {
        Journal journal = open(flash);
        journal.format(BEGIN);
        int first = journal.sector();
        for (JournalEvent event : life()) {
            journal.append(event);
            if (journal.sector() != first) {
                break;
            }
        }
        flash.erase(journal.sector());

        assertThat(open(flash).condition()).isNotEqualTo(Journal.Condition.INTACT);
    }

    /** A record that a cut tore may read whole now and not at the next start: it is written anew before it decides. */
    @Test
    void recordThatMayReadDifferentlyNextTime_isWrittenAnewBeforeItCounts() throws IOException {
        open(flash).format(BEGIN);
        Journal written = open(flash);
        written.append(new JournalEvent.Staged(DIGEST, CHANGES));
        written.append(new JournalEvent.Pending(700));
        Journal journal = open(flash);
        JournalState state = journal.state().orElseThrow();
        int dubious = journal.sector();

        journal.consolidate();

        assertThat(journal.sector()).isNotEqualTo(dubious);
        assertThat(flash.read(flash.geometry().offsetOfSector(dubious), 512)).isEqualTo(Bytes.ofHex("ff".repeat(512)));
        assertThat(open(flash).state()).contains(state);
        long writes = flash.operations().writes();
        open(flash).consolidate();
        assertThat(flash.operations().writes()).as("and then no more").isEqualTo(writes);
    }

    /** Until the old sector is erased, the new snapshot is not finished, however whole it reads. */
    @Test
    void ofTwoSectorsThatCount_theOlderDoes() throws IOException {
        open(flash).format(BEGIN);
        FaultPlan plan = FaultPlan.cutBefore(3);
        assertThatThrownBy(() -> open(new FaultyFlash(flash, plan)).append(new JournalEvent.Staged(DIGEST, CHANGES)))
                .isInstanceOf(PowerCut.class);
        assertThat(plan.fired()).isTrue();

        Journal journal = open(flash);

        assertThat(journal.state()).contains(BEGIN);
        journal.consolidate();
        assertThat(open(flash).state()).contains(BEGIN);
    }

    @Test
    void longNote_isCutAtACharacter() {
        JournalEvent.Failed failed = new JournalEvent.Failed("ü".repeat(50));

        assertThat(failed.reason()).isEqualTo("ü".repeat(20));
    }

    private static long operationsOf(NorFlash copy, JournalEvent event) throws IOException {
        FaultPlan counting = FaultPlan.none();
        open(new FaultyFlash(copy, counting)).append(event);
        return counting.operations();
    }

    private static List<FaultPlan> plansUpTo(long operations, int seeds) {
        List<FaultPlan> plans = new ArrayList<>();
        for (long operation = 1; operation <= operations; operation++) {
            plans.add(FaultPlan.cutBefore(operation));
            plans.add(FaultPlan.cutAfter(operation));
            for (Tear tear : Tear.values()) {
                for (int seed = 0; seed < seeds; seed++) {
                    plans.add(FaultPlan.tear(operation, tear, seed));
                }
            }
        }
        return plans;
    }
}
