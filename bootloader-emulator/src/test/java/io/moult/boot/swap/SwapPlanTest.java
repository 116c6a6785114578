package io.moult.boot.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.swap.SwapPlan.Slots;
import io.moult.boot.swap.SwapPlan.Step;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R106, R141: plans are proven by moving symbols, before any flash is touched. */
class SwapPlanTest {
    private static final int PRIMARY = 10;
    private static final int SECONDARY = 50;

    /** What each sector holds, as a symbol: primary sector i is "p i", the candidate's "c i", the spare nothing. */
    private static Map<Integer, String> before(int sectors) {
        Map<Integer, String> flash = new HashMap<>();
        for (int i = 0; i < sectors; i++) {
            flash.put(PRIMARY + i, "p" + i);
            flash.put(SECONDARY + 1 + i, "c" + i);
        }
        flash.put(SECONDARY, "spare");
        return flash;
    }

    private static Map<Integer, String> run(Map<Integer, String> start, SwapPlan plan) {
        Map<Integer, String> flash = new HashMap<>(start);
        for (Step step : plan.steps()) {
            assertThat(step.fromSector()).isNotEqualTo(step.toSector());
            flash.put(step.toSector(), flash.get(step.fromSector()));
        }
        return flash;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 40})
    void install_putsTheCandidateIntoThePrimaryAndKeepsThePreviousImage(int sectors) {
        Map<Integer, String> after = run(before(sectors), SwapPlan.install(new Slots(PRIMARY, SECONDARY, sectors)));

        for (int i = 0; i < sectors; i++) {
            assertThat(after.get(PRIMARY + i)).isEqualTo("c" + i);
            assertThat(after.get(SECONDARY + i)).isEqualTo("p" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 40})
    void revert_undoesAnInstallExactly(int sectors) {
        Slots slots = new Slots(PRIMARY, SECONDARY, sectors);

        Map<Integer, String> after = run(run(before(sectors), SwapPlan.install(slots)), SwapPlan.revert(slots));

        for (int i = 0; i < sectors; i++) {
            assertThat(after.get(PRIMARY + i)).isEqualTo("p" + i);
            assertThat(after.get(SECONDARY + 1 + i)).isEqualTo("c" + i);
        }
    }

    /** A revert over more sectors than were installed still brings the previous image back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 39})
    void revert_ofTheWholeSlot_bringsAShorterImageBack(int sectors) {
        Map<Integer, String> after = run(
                run(before(40), SwapPlan.install(new Slots(PRIMARY, SECONDARY, sectors))),
                SwapPlan.revert(new Slots(PRIMARY, SECONDARY, 40)));

        for (int i = 0; i < sectors; i++) {
            assertThat(after.get(PRIMARY + i)).isEqualTo("p" + i);
        }
    }

    /** The rule behind "redo the last step": a step that was done in part, to any symbol, can be done again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void everyStep_cutOffAndRedone_changesNothing(int sectors) {
        Slots slots = new Slots(PRIMARY, SECONDARY, sectors);
        for (SwapPlan plan : new SwapPlan[] {SwapPlan.install(slots), SwapPlan.revert(slots)}) {
            Map<Integer, String> start = plan.equals(SwapPlan.install(slots))
                    ? before(sectors)
                    : run(before(sectors), SwapPlan.install(slots));
            Map<Integer, String> whole = run(start, plan);
            for (int cut = 0; cut < plan.steps().size(); cut++) {
                Map<Integer, String> flash = new HashMap<>(start);
                for (int i = 0; i < plan.steps().size(); i++) {
                    Step step = plan.steps().get(i);
                    if (i == cut) {
                        flash.put(step.toSector(), "torn");
                    }
                    flash.put(step.toSector(), flash.get(step.fromSector()));
                }
                assertThat(flash).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 40})
    void install_erasesNoSectorTwice(int sectors) {
        SwapPlan plan = SwapPlan.install(new Slots(PRIMARY, SECONDARY, sectors));

        assertThat(plan.steps().stream().map(Step::toSector)).doesNotHaveDuplicates();
        assertThat(plan.digest())
                .isNotEqualTo(
                        SwapPlan.revert(new Slots(PRIMARY, SECONDARY, sectors)).digest());
        assertThat(plan.digest().length()).isEqualTo(8);
    }
}
