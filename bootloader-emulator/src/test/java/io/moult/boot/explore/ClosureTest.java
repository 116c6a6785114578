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
import org.junit.jupiter.api.Test;

/**
 * R104, R105, R106, R151: everything that any number of power cuts can lead to, on small devices, with torn and unstable
 * program units: no invariant is ever broken. Above a million distinct (state, operation, fault) triples.
 */
class ClosureTest {
    private static final Set<FaultKind> CUTS = EnumSet.copyOf(FaultKind.CUTS);

    static Exploration closure(Bench bench, FaultModel model, int depth) throws Exception {
        ExploreSettings settings = new ExploreSettings(
                model, Invariants.ALL, depth, 1, 2, 3_000_000, false, System.out::println, System::nanoTime);
        return new Explorer(Laboratory.subject(bench, false, model.kinds()), settings).explore();
    }

    /** Every octet for the strategy that devices get by default; every unit for the others, and for other lives. */
    @Test
    void anyNumberOfCuts_onEveryStrategyAndLife_breaksNoInvariant() throws Exception {
        FaultModel octets = new FaultModel(CUTS, true);
        FaultModel units = new FaultModel(CUTS, false);
        List<Exploration> found = new ArrayList<>();
        found.add(closure(Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY), octets, ExploreSettings.UNBOUNDED));
        for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.OFFSET) {
                found.add(closure(Bench.of("single", strategy, 1, Life.HEALTHY), units, ExploreSettings.UNBOUNDED));
            }
        }
        for (Life life : List.of(Life.UNCONFIRMED, Life.BAD)) {
            found.add(closure(Bench.of("single", Strategy.OFFSET, 1, life), units, ExploreSettings.UNBOUNDED));
        }
        found.add(closure(Bench.of("secure-normal", Strategy.OFFSET, 1, Life.HEALTHY), units, 1));
        found.add(closure(Bench.of("trio", Strategy.OFFSET, 1, Life.HEALTHY), units, 1));
        FiguresTable.lines(found).forEach(System.out::println);

        for (Exploration one : found) {
            assertThat(one.violations()).as(one.title()).isEmpty();
            assertThat(one.figures().mergesWrong()).as(one.title()).isZero();
            assertThat(one.figures().cutsUnlike()).as(one.title()).isZero();
            assertThat(one.figures().fired()).as(one.title()).isEqualTo(one.figures().planned());
            assertThat(one.figures().fired()).as(one.title()).containsOnlyKeys(CUTS);
        }
        assertThat(found.subList(0, 8)).allMatch(one -> one.figures().complete());
        assertThat(found.stream().mapToLong(one -> one.figures().triples()).sum())
                .isGreaterThanOrEqualTo(1_000_000);
        assertThat(found).allMatch(one -> one.figures().cutsRepeated() > 50);
        assertThat(found.stream()
                        .mapToLong(one -> one.figures().mergesChecked())
                        .sum())
                .isGreaterThan(1000);
    }

    /** Where the model ends: what becomes unstable while records are unstable already is more than a journal bears. */
    @Test
    void unstableUponUnstable_isFoundToBeTooMuch() throws Exception {
        Set<FaultKind> kinds = EnumSet.of(FaultKind.UNSTABLE, FaultKind.AFTER);

        Exploration found = closure(
                Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY),
                new FaultModel(kinds, false).withUnstableUpon(),
                3);

        assertThat(found.violations()).isNotEmpty();
    }
}
