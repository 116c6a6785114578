package io.moult.boot.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlan.Step;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** R106, R141: plans are proven by moving symbols, before any flash is touched. */
class SwapPlanTest {
    private static final int SLOT_SECTORS = 8;

    /** Every topology with every strategy that it can have, and changes of one component, of each, and of all. */
    static List<Arguments> plans() {
        List<Arguments> plans = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (Kind kind : Kind.values()) {
                if (kind == Kind.HETEROGENEOUS && strategy.changesSides()) {
                    continue;
                }
                Topology topology = Topologies.of(kind, strategy, Scale.tiny(SLOT_SECTORS));
                for (List<Integer> blocks :
                        List.of(List.of(1), List.of(2), List.of(0, 1), List.of(2, 1), List.of(2, 2))) {
                    if (blocks.size() <= topology.components().size()) {
                        plans.add(Arguments.of(topology, new Changes(blocks)));
                    }
                }
            }
        }
        return plans;
    }

    /** Octet by octet would be right as well: here by the quarter of a sector, which all sizes are multiples of. */
    private static Map<Long, String> quarters(Topology topology) {
        Map<Long, String> flash = new HashMap<>();
        for (long at = 0; at < topology.geometry().sizeBytes(); at += 64) {
            flash.put(at, "q" + at);
        }
        return flash;
    }

    private static Map<Long, String> run(Topology topology, Map<Long, String> start, SwapPlan plan) {
        Map<Long, String> flash = new HashMap<>(start);
        plan.steps().forEach(step -> copy(topology, flash, step));
        return flash;
    }

    private static void copy(Topology topology, Map<Long, String> flash, Step step) {
        long bytes = topology.bytesOf(step.from());
        Map<Long, String> read = new HashMap<>(flash);
        for (long at = 0; at < bytes; at += 64) {
            flash.put(topology.offsetOf(step.to()) + at, read.get(topology.offsetOf(step.from()) + at));
        }
    }

    private static List<String> at(Map<Long, String> flash, long offset, long bytes) {
        List<String> symbols = new ArrayList<>();
        for (long i = 0; i < bytes; i += 64) {
            symbols.add(flash.get(offset + i));
        }
        return symbols;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void install_putsTheCandidateIntoThePrimaryAndKeepsThePreviousImage(Topology topology, Changes changes) {
        SwapPlan plan = SwapPlans.proven(topology, Direction.INSTALL, changes).orElseThrow();
        Map<Long, String> start = quarters(topology);

        Map<Long, String> after = run(topology, start, plan);

        for (int component = 0; component < topology.components().size(); component++) {
            ComponentPlace place = topology.components().get(component);
            long bytes = (long) changes.of(component) * place.blockBytes();
            long primary = topology.offsetOf(place.primary());
            long secondary = topology.offsetOf(place.secondary());
            if (topology.strategy().changesSides()) {
                assertThat(after).isEqualTo(start);
            } else {
                assertThat(at(after, primary, bytes)).isEqualTo(at(start, topology.stagingOffset(place), bytes));
                if (topology.strategy().keepsPrevious()) {
                    assertThat(at(after, secondary, bytes)).isEqualTo(at(start, primary, bytes));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void revert_bringsThePreviousImageBackAndLeavesItWhereItWasKept(Topology topology, Changes changes) {
        SwapPlan install =
                SwapPlans.proven(topology, Direction.INSTALL, changes).orElseThrow();
        SwapPlan revert = SwapPlans.proven(topology, Direction.REVERT, changes).orElseThrow();
        Map<Long, String> start = quarters(topology);

        Map<Long, String> after = run(topology, run(topology, start, install), revert);

        for (int component : changes.components()) {
            ComponentPlace place = topology.components().get(component);
            long bytes = (long) changes.of(component) * place.blockBytes();
            if (topology.strategy().keepsPrevious() && !topology.strategy().changesSides()) {
                long primary = topology.offsetOf(place.primary());
                assertThat(at(after, primary, bytes)).isEqualTo(at(start, primary, bytes));
                assertThat(at(after, topology.offsetOf(place.secondary()), bytes))
                        .isEqualTo(at(start, primary, bytes));
            }
        }
    }

    /** The rule behind "redo the last step": a step that was done in part, to anything, can be done again. */
    @ParameterizedTest
    @MethodSource("plans")
    void everyStep_cutOffAndRedone_changesNothing(Topology topology, Changes changes) {
        for (Direction direction : Direction.values()) {
            SwapPlan plan = SwapPlans.proven(topology, direction, changes).orElseThrow();
            Map<Long, String> whole = run(topology, quarters(topology), plan);
            for (int cut = 0; cut < plan.steps().size(); cut++) {
                Map<Long, String> flash = quarters(topology);
                for (int i = 0; i < plan.steps().size(); i++) {
                    Step step = plan.steps().get(i);
                    if (i == cut) {
                        long to = topology.offsetOf(step.to());
                        for (long at = 0; at < topology.bytesOf(step.to()); at += 64) {
                            flash.put(to + at, "torn");
                        }
                    }
                    copy(topology, flash, step);
                }
                assertThat(flash).isEqualTo(whole);
            }
        }
    }

    /** Journal, envelopes, first stage and unchanged components are in nobody's way. */
    @ParameterizedTest
    @MethodSource("plans")
    void plan_writesSlotsOfChangedComponentsAndScratchOnly(Topology topology, Changes changes) {
        List<SectorRange> allowed = new ArrayList<>(topology.scratch().stream().toList());
        changes.components().forEach(component -> {
            allowed.add(topology.components().get(component).primary());
            allowed.add(topology.components().get(component).secondary());
        });
        for (Direction direction : Direction.values()) {
            for (Step step :
                    SwapPlans.proven(topology, direction, changes).orElseThrow().steps()) {
                for (int sector = step.to().first(); sector < step.to().end(); sector++) {
                    int written = sector;
                    assertThat(allowed).anyMatch(range -> range.contains(written));
                }
            }
        }
    }

    /** What makes swap by offset the default. */
    @Test
    void offset_erasesNoSectorTwice() {
        Topology topology = Topologies.of(Kind.SINGLE, Strategy.OFFSET, Scale.tiny(SLOT_SECTORS));
        SwapPlan plan = SwapPlans.proven(topology, Direction.INSTALL, new Changes(List.of(SLOT_SECTORS)))
                .orElseThrow();

        assertThat(plan.steps().stream().map(Step::to)).doesNotHaveDuplicates();
    }

    @Test
    void digest_tellsPlansApart() {
        Topology topology = Topologies.of(Kind.SINGLE, Strategy.OFFSET, Scale.tiny(SLOT_SECTORS));
        SwapPlan install = SwapPlans.of(topology, Direction.INSTALL, new Changes(List.of(2)));

        assertThat(install.digest().length()).isEqualTo(8);
        assertThat(install.digest())
                .isNotEqualTo(SwapPlans.of(topology, Direction.REVERT, new Changes(List.of(2)))
                        .digest())
                .isNotEqualTo(SwapPlans.of(topology, Direction.INSTALL, new Changes(List.of(3)))
                        .digest());
    }

    /** Every step left out, doubled in place of another, or turned round is an objection, and so is a step elsewhere. */
    @ParameterizedTest
    @MethodSource("plans")
    void planWithASlip_isNotProven(Topology topology, Changes changes) {
        SwapPlan plan = SwapPlans.of(topology, Direction.INSTALL, changes);
        assertThat(PlanProof.objection(topology, Direction.INSTALL, changes, plan))
                .isEmpty();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            List<Step> without = new ArrayList<>(plan.steps());
            without.remove(i);
            List<Step> turned = new ArrayList<>(plan.steps());
            turned.set(i, new Step(step.to(), step.from(), step.transform()));
            List<Step> elsewhere = new ArrayList<>(plan.steps());
            elsewhere.set(i, new Step(step.from(), topology.journal(), step.transform()));
            List<Step> onItself = new ArrayList<>(plan.steps());
            onItself.add(i, new Step(step.from(), step.from(), step.transform()));
            for (List<Step> slip : List.of(without, turned, elsewhere, onItself)) {
                assertThat(PlanProof.objection(topology, Direction.INSTALL, changes, new SwapPlan(slip)))
                        .as("step %d of %s", i, slip)
                        .isPresent();
            }
        }
    }

    @Test
    void planForSlotsThatAreNotThere_isNone() {
        Topology topology = Topologies.of(Kind.SINGLE, Strategy.MOVE, Scale.tiny(2));

        for (Changes changes :
                List.of(Changes.NONE, new Changes(List.of(0)), new Changes(List.of(3)), new Changes(List.of(1, 1)))) {
            assertThat(SwapPlans.proven(topology, Direction.INSTALL, changes)).isEmpty();
        }
    }
}
