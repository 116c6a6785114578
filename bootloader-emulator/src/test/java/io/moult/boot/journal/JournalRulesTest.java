package io.moult.boot.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R104: which event may follow which state, and which of two sectors is believed. */
class JournalRulesTest {
    private static final Bytes DIGEST = Bytes.ofHex("5a".repeat(32));
    private static final Bytes PLAN = Bytes.ofHex("0102030405060708");
    private static final Changes CHANGES = new Changes(List.of(1));
    private static final JournalState SETTLED = JournalState.settled(EnvelopeArea.A);
    private static final JournalState STAGED = new JournalEvent.Staged(DIGEST, CHANGES).after(SETTLED);
    private static final JournalState PENDING = new JournalEvent.Pending(700).after(STAGED);
    private static final JournalState INSTALLING = new JournalEvent.Plan(PLAN, true, CHANGES).after(PENDING);
    private static final JournalState TRIAL = new JournalEvent.Installed(0).after(INSTALLING);
    private static final JournalState REVERTING = new JournalEvent.Reverting(PLAN, "why").after(TRIAL);

    private final NorFlash flash = NorFlash.inMemory(FlashGeometry.uniform(512, 4, 8));

    private static Journal open(Flash flash) throws IOException {
        return new Journal(flash, new SectorRange(1, 2));
    }

    @Test
    void event_followsOnlyTheStatesThatAllowIt() {
        refuses(new JournalEvent.Discarded(), INSTALLING, TRIAL, REVERTING);
        refuses(new JournalEvent.Staged(DIGEST, CHANGES), STAGED, PENDING, INSTALLING, TRIAL, REVERTING);
        refuses(new JournalEvent.Pending(1), SETTLED, INSTALLING, TRIAL, REVERTING);
        refuses(new JournalEvent.Plan(PLAN, true, CHANGES), SETTLED, INSTALLING, TRIAL, REVERTING);
        refuses(new JournalEvent.Step(1), SETTLED, STAGED, PENDING, TRIAL);
        refuses(new JournalEvent.Step(2), INSTALLING, REVERTING);
        refuses(new JournalEvent.Installed(0), SETTLED, STAGED, PENDING, TRIAL, REVERTING);
        refuses(new JournalEvent.Attempt(1, 0), SETTLED, STAGED, PENDING, INSTALLING, REVERTING);
        refuses(new JournalEvent.Attempt(2, 0), TRIAL);
        refuses(new JournalEvent.Confirmed(), SETTLED, STAGED, PENDING, INSTALLING, REVERTING);
        refuses(new JournalEvent.Reverting(PLAN, ""), SETTLED, STAGED, PENDING, INSTALLING, REVERTING);
        refuses(new JournalEvent.Reverted(0), SETTLED, STAGED, PENDING, INSTALLING, TRIAL);
        refuses(new JournalEvent.Failed(""), SETTLED, STAGED, INSTALLING, TRIAL, REVERTING);
        refuses(new JournalEvent.GaveUp(""), SETTLED, STAGED, PENDING, INSTALLING, REVERTING);
    }

    private static void refuses(JournalEvent event, JournalState... states) {
        for (JournalState state : states) {
            assertThatThrownBy(() -> event.after(state))
                    .as("%s after %s", event, state)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /** What is written to external flash next has a key that was never used there. */
    @Test
    void generation_risesWithEachNewContent() {
        JournalState staged = new JournalEvent.Staged(DIGEST, CHANGES).after(SETTLED);
        JournalState pending = new JournalEvent.Pending(700).after(staged);
        JournalState installing = new JournalEvent.Plan(PLAN, true, CHANGES).after(pending);

        assertThat(staged.generation()).isEqualTo(SETTLED.generation() + 1);
        assertThat(installing.generation()).isEqualTo(SETTLED.generation() + 2);
    }

    @Test
    void records_areAppendedUntilTheSectorIsFullToTheLastSlot() throws IOException {
        Journal journal = open(flash);
        journal.format(INSTALLING);
        long erases = flash.operations().erases();
        int room = (512 - Records.encodedBytes(INSTALLING.encode().length())) / Records.SLOT_BYTES - 1; // a seal

        for (int step = 1; step <= room; step++) {
            journal.append(new JournalEvent.Step(step));
            assertThat(journal.records()).isEqualTo(1 + step);
        }
        assertThat(flash.operations().erases()).isEqualTo(erases);
        int sector = journal.sector();
        journal.append(new JournalEvent.Step(room + 1));

        assertThat(journal.sector()).isNotEqualTo(sector);
        assertThat(journal.records()).isEqualTo(1);
        assertThat(open(flash).state().orElseThrow().stepsDone()).isEqualTo(room + 1);
    }

    @Test
    void format_takesTheOtherSectorEachTime() throws IOException {
        Journal journal = open(flash);
        journal.format(SETTLED);
        int first = journal.sector();
        journal.format(STAGED);
        int second = journal.sector();
        journal.format(SETTLED);

        assertThat(List.of(first, second)).containsExactlyInAnyOrder(1, 2);
        assertThat(journal.sector()).isEqualTo(first);
        assertThat(flash.eraseCount(0) + flash.eraseCount(3)).isZero();
    }

    /** The last record may be a torn one that reads whole by chance: it decides nothing before it is written anew. */
    @Test
    void lastRecord_isWrittenAnewOnceAndThenNoMore() throws IOException {
        open(flash).format(TRIAL);
        open(flash).append(new JournalEvent.Attempt(1, 0));
        Journal running = open(flash);
        running.append(new JournalEvent.Attempt(2, 0));
        running.append(new JournalEvent.Confirmed());
        long before = flash.operations().writes();

        Journal next = open(flash);
        assertThat(next.records()).isGreaterThan(1);
        next.consolidate();

        assertThat(flash.operations().writes()).isEqualTo(before + 4);
        assertThat(open(flash).records()).isEqualTo(1);
        assertThat(open(flash).state()).isEqualTo(running.state());
        open(flash).consolidate();
        assertThat(flash.operations().writes()).isEqualTo(before + 4);
    }

    /** A snapshot whose predecessor is still there was not finished: it may be torn, and decides nothing. */
    @Test
    void ofTwoSectorsThatCount_theOlderIsBelieved_inEitherOrder() throws IOException {
        NorFlash medium = flash;
        open(medium).format(SETTLED);
        for (int round = 0; round < 2; round++) {
            NorFlash cut = medium.copy();
            FaultPlan plan = FaultPlan.cutBefore(3);
            Journal journal = open(new FaultyFlash(cut, plan));
            assertThatThrownBy(() -> journal.append(new JournalEvent.Staged(DIGEST, CHANGES)))
                    .isInstanceOf(PowerCut.class);
            assertThat(plan.fired()).isTrue();

            assertThat(open(cut).state()).contains(SETTLED);
            assertThat(open(cut).sector()).isEqualTo(open(medium).sector());

            open(medium).format(SETTLED);
        }
    }

    /** The older one has rotted in the middle: then the newer is better than nothing. */
    @Test
    void ofTwoSectorsThatCount_theNewerIsBelievedIfTheOlderHasRotted() throws IOException {
        Journal journal = open(flash);
        journal.format(INSTALLING);
        journal.append(new JournalEvent.Step(1));
        journal.append(new JournalEvent.Step(2));
        journal.append(new JournalEvent.Step(3));
        int older = journal.sector();
        FaultPlan plan = FaultPlan.cutBefore(3);
        Journal next = open(new FaultyFlash(flash, plan));
        assertThatThrownBy(() -> next.append(new JournalEvent.Step(4))).isInstanceOf(PowerCut.class);
        assertThat(plan.fired()).isTrue();
        int firstStep = Records.encodedBytes(INSTALLING.encode().length());
        flash.rot(8 * (flash.geometry().offsetOfSector(older) + firstStep + 5));

        Journal read = open(flash);

        assertThat(read.condition()).isEqualTo(Journal.Condition.INTACT);
        assertThat(read.state().orElseThrow().stepsDone()).isEqualTo(4);
        assertThat(read.sector()).isNotEqualTo(older);
        read.consolidate();
        assertThat(open(flash).state().orElseThrow().stepsDone()).isEqualTo(4);
    }

    @Test
    void sequence_risesOverAllSectorsAndStarts() throws IOException {
        open(flash).format(TRIAL);
        for (int attempt = 1; attempt <= 5; attempt++) {
            int last = JournalHistory.read(flash, new SectorRange(1, 2)).stream()
                    .mapToInt(JournalHistory.Line::sequence)
                    .max()
                    .orElseThrow();
            Journal journal = open(flash);
            journal.append(new JournalEvent.Attempt(attempt, 0));

            assertThat(JournalHistory.read(flash, new SectorRange(1, 2)))
                    .extracting(JournalHistory.Line::sequence)
                    .containsExactly(last + 2);
        }
    }

    @Test
    void states_areToldInWords() {
        assertThat(SETTLED.words()).isEqualTo("settled, envelope a is the running image's, secondary holds none");
        assertThat(new JournalEvent.Step(1).after(INSTALLING).words())
                .contains("installing")
                .endsWith("1 steps done");
        assertThat(new JournalEvent.Step(1).after(REVERTING).words())
                .contains("reverting")
                .endsWith("1 steps done");
        assertThat(new JournalEvent.Attempt(1, 0).after(TRIAL).words()).endsWith("attempt 1");
        assertThat(TRIAL.words()).doesNotContain("attempt").doesNotContain("steps");
    }

    @Test
    void history_tellsTheRecordsOfBothSectorsInTheirOrder() throws IOException {
        Journal journal = open(flash);
        journal.format(INSTALLING);
        journal.append(new JournalEvent.Step(1));
        FaultPlan plan = FaultPlan.cutBefore(3);
        Journal next = open(new FaultyFlash(flash, plan));
        assertThatThrownBy(() -> next.append(new JournalEvent.Step(2))).isInstanceOf(PowerCut.class);
        assertThat(plan.fired()).isTrue();

        List<JournalHistory.Line> lines = JournalHistory.read(flash, new SectorRange(1, 2));

        assertThat(lines).extracting(JournalHistory.Line::words).element(1).isEqualTo("step: stepsDone=1");
        assertThat(lines.get(0).words()).startsWith("snapshot: installing");
        assertThat(lines.get(2).words()).startsWith("snapshot: installing").contains("2 steps done");
        assertThat(lines.get(2).sector()).isNotEqualTo(lines.get(0).sector());
        assertThat(lines).extracting(JournalHistory.Line::sequence).isSorted();
    }

    @Test
    void envelopeAreas_areEachOthersOther() {
        assertThat(EnvelopeArea.A.other()).isEqualTo(EnvelopeArea.B);
        assertThat(EnvelopeArea.B.other()).isEqualTo(EnvelopeArea.A);
    }

    @Test
    void recordThatNeedsOneOctetMore_takesOneSlotMore() {
        assertThat(Records.encodedBytes(0)).isEqualTo(32);
        assertThat(Records.encodedBytes(16)).isEqualTo(32);
        assertThat(Records.encodedBytes(17)).isEqualTo(64);
        assertThat(Records.encodedBytes(48)).isEqualTo(64);
        assertThat(Records.encodedBytes(49)).isEqualTo(96);
    }
}
