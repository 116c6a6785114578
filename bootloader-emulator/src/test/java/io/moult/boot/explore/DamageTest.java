package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * R104, R105, R151: besides cuts, a bit that rots anywhere between boots, an octet that changes beside one that is being
 * programmed, a sector that takes no write any more. Nothing unverified runs, no set is mixed, and what is whole boots.
 */
class DamageTest {
    private static final Set<FaultKind> SETTLED_CUTS =
            EnumSet.of(FaultKind.BEFORE, FaultKind.AFTER, FaultKind.TORN, FaultKind.BITS, FaultKind.BLANK);

    private static Exploration explore(Bench bench, FaultKind damage, Set<FaultKind> cuts) throws Exception {
        Set<FaultKind> kinds = EnumSet.of(damage);
        kinds.addAll(cuts);
        Exploration found = Explorations.upTo(2, bench, new FaultModel(kinds, false), false);
        Explorations.assertFaultsHeld(found, kinds);
        return found;
    }

    @ParameterizedTest
    @EnumSource(names = {"ROT", "NEIGHBOUR", "STUCK"})
    void damageAndACut_inEitherOrder_onEveryStrategy_breaksNoInvariant(FaultKind damage) throws Exception {
        List<Exploration> found = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            Bench bench = Bench.of("single", strategy, 1, Life.HEALTHY);
            found.add(explore(bench, damage, EnumSet.of(FaultKind.BEFORE, FaultKind.AFTER)));
        }
        FiguresTable.lines(found).forEach(System.out::println);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROT", "NEIGHBOUR", "STUCK"})
    @Tag("nightly")
    void damageAndAnyKindOfSettledCut_onSets_breaksNoInvariant(FaultKind damage) throws Exception {
        List<Exploration> found = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (String topology : List.of("single", "dual-cpu", "trio")) {
                found.add(explore(Bench.of(topology, strategy, 1, Life.HEALTHY), damage, SETTLED_CUTS));
            }
        }
        FiguresTable.lines(found).forEach(System.out::println);
    }

    /** The journal lost, and a sector of it that takes no new one: a boot that ends, with nothing running. */
    @Test
    void lostJournal_inStuckSectors_endsInRecovery() throws Exception {
        Bench bench = Bench.of("single", Strategy.OVERWRITE, 1, Life.HEALTHY);
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);

        Replay.Result result = new Replay(Laboratory.subject(bench, false, kinds), Invariants.ALL)
                .of("boot-power,update-2:10=neighbour@0,rest:1=stuck@0,boot-power");

        assertThat(result.violations())
                .noneMatch(violation -> violation.detail().contains("the boot failed"));
        assertThat(result.steps().get(3))
                .contains("the journal was lost, and the flash fails: flash sector 1 is stuck");
    }

    /**
     * Where the model ends: a sector of an image that reads anew each time, because its erase was cut off, and the journal
     * that knows of it rotten. Whoever reads the image whole then has no means to know.
     */
    @Test
    void unstableImage_withTheJournalThatKnowsOfItRotten_isFoundToBeTooMuch() throws Exception {
        Set<FaultKind> kinds = EnumSet.of(FaultKind.UNSTABLE, FaultKind.ROT);
        Bench bench = Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY);

        Exploration found = Explorations.upTo(2, bench, new FaultModel(kinds, false), false);

        assertThat(found.violations()).isNotEmpty();
        assertThat(found.violations())
                .allMatch(violation -> violation.path().contains("unstable")
                        && violation.path().contains("rot"));
    }
}
