package io.moult.boot.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FlashRegion;
import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlan.Step;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R106: no plan runs that is not shown to do what it is for, and the objection says why. */
class PlanObjectionTest {
    private static final Changes TWO = new Changes(List.of(2));
    private final Topology offset = Topologies.of(Kind.SINGLE, Strategy.OFFSET, Scale.tiny(8));
    private final ComponentPlace place = offset.components().get(0);

    private SectorRange primary(int index) {
        return offset.block(place.primary(), place.blockBytes(), index);
    }

    private SectorRange secondary(int index) {
        return offset.block(place.secondary(), place.blockBytes(), index);
    }

    private static Step copy(SectorRange from, SectorRange to) {
        return new Step(from, to, Transform.PLAIN);
    }

    private String objection(Direction direction, Changes changes, Step... steps) {
        return PlanProof.objection(offset, direction, changes, new SwapPlan(Arrays.asList(steps)))
                .orElse("");
    }

    @Test
    void planForNothingOrForWhatIsNotThere_isObjectedTo() {
        for (Changes changes : List.of(
                Changes.NONE, new Changes(List.of(0)), new Changes(List.of(0, 1)), new Changes(List.of(1000)))) {
            assertThat(objection(Direction.INSTALL, changes))
                    .isEqualTo("a plan for nothing, or for slots that are not there");
            assertThat(SwapPlans.proven(offset, Direction.INSTALL, changes)).isEmpty();
        }
        Changes all = new Changes(List.of(place.blocks()));
        assertThat(SwapPlans.proven(offset, Direction.INSTALL, all)).isPresent();
    }

    @Test
    void stepOutOfTheSlots_isObjectedTo() {
        SectorRange journal = offset.journal();

        assertThat(objection(Direction.INSTALL, TWO, copy(primary(0), journal))).startsWith("a step beyond the slots");
        assertThat(objection(Direction.INSTALL, TWO, copy(journal, primary(0)))).startsWith("a step beyond the slots");
    }

    @Test
    void stepOntoItself_isObjectedTo() {
        assertThat(objection(Direction.INSTALL, TWO, copy(primary(0), primary(0))))
                .startsWith("a step that cannot be redone");
    }

    @Test
    void revertThatHarmsThePreviousImage_isObjectedTo() {
        SwapPlan good = SwapPlans.of(offset, Direction.REVERT, TWO);
        List<Step> harmful = new ArrayList<>(good.steps());
        harmful.add(copy(primary(0), secondary(1)));

        assertThat(PlanProof.objection(offset, Direction.REVERT, TWO, good)).isEmpty();
        assertThat(PlanProof.objection(offset, Direction.REVERT, TWO, new SwapPlan(harmful)))
                .hasValueSatisfying(why -> assertThat(why).startsWith("a plan that loses what belongs into"));
    }

    @Test
    void copiesWhereTheJournalAloneDecides_areObjectedTo() {
        Topology sides = Topologies.of(Kind.SINGLE, Strategy.IN_PLACE, Scale.tiny(8));
        ComponentPlace one = sides.components().get(0);
        SwapPlan copying = new SwapPlan(List.of(copy(
                sides.block(one.secondary(), one.blockBytes(), 0), sides.block(one.primary(), one.blockBytes(), 0))));

        assertThat(PlanProof.objection(sides, Direction.INSTALL, TWO, copying))
                .contains("copies where nothing is to be copied");
        assertThat(PlanProof.objection(sides, Direction.INSTALL, TWO, new SwapPlan(List.of())))
                .isEmpty();
    }

    @Test
    void changes_asAMask_haveABitForEachComponent() {
        assertThat(new Changes(List.of(1, 0, 3)).mask()).isEqualTo(0b101);
        assertThat(new Changes(List.of(0, 0)).mask()).isZero();
        assertThat(Changes.NONE.mask()).isZero();
        assertThat(new Changes(List.of(1, 0, 3)).components()).containsExactly(0, 2);
    }

    @Test
    void digest_tellsEverythingOfAStep() {
        List<Bytes> digests = new ArrayList<>();
        for (Step step : List.of(
                copy(new SectorRange(1, 1), new SectorRange(2, 1)),
                copy(new SectorRange(2, 1), new SectorRange(1, 1)),
                copy(new SectorRange(1, 2), new SectorRange(2, 1)),
                copy(new SectorRange(1, 1), new SectorRange(2, 2)),
                new Step(new SectorRange(1, 1), new SectorRange(2, 1), Transform.DECRYPT),
                new Step(new SectorRange(1, 1), new SectorRange(2, 1), Transform.ENCRYPT))) {
            digests.add(new SwapPlan(List.of(step)).digest());
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    /** What crosses the trust boundary is deciphered or enciphered on the way. */
    @Test
    void plan_overEncryptedExternalFlash_namesTheTransformOfEachStep() {
        Topology topology = Topologies.of(Kind.HETEROGENEOUS, Strategy.OFFSET, Scale.tiny(8));
        List<Transform> seen = new ArrayList<>();

        for (Step step : SwapPlans.of(topology, Direction.INSTALL, new Changes(List.of(1)))
                .steps()) {
            boolean fromOutside = !partOf(topology, step.from()).equals(FlashRegion.INTERNAL);
            boolean toOutside = !partOf(topology, step.to()).equals(FlashRegion.INTERNAL);
            assertThat(step.transform())
                    .isEqualTo(fromOutside ? Transform.DECRYPT : toOutside ? Transform.ENCRYPT : Transform.PLAIN);
            seen.add(step.transform());
        }
        assertThat(seen).contains(Transform.DECRYPT, Transform.ENCRYPT);
        assertThat(SwapPlans.of(offset, Direction.INSTALL, TWO).steps())
                .allSatisfy(step -> assertThat(step.transform()).isEqualTo(Transform.PLAIN));
    }

    private static String partOf(Topology topology, SectorRange range) {
        return topology.geometry().regionOf(range.first()).part();
    }
}
