package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

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
    /** Every octet for the strategy that devices get by default; every unit for the others, for lives, and for sets. */
    @Test
    void anyNumberOfCuts_onEveryStrategyAndLife_breaksNoInvariant() throws Exception {
        FaultModel octets = new FaultModel(Explorations.CUTS, true);
        FaultModel units = new FaultModel(Explorations.CUTS, false);
        List<Exploration> found = new ArrayList<>();
        found.add(Explorations.closure(Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY), octets));
        for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.OFFSET) {
                found.add(Explorations.closure(Bench.of("single", strategy, 1, Life.HEALTHY), units));
            }
        }
        for (Life life : List.of(Life.UNCONFIRMED, Life.BAD)) {
            found.add(Explorations.closure(Bench.of("single", Strategy.OFFSET, 1, life), units));
        }
        found.add(Explorations.closure(Bench.of("single", Strategy.OFFSET, 3, Life.HEALTHY), units));
        found.add(Explorations.closure(Bench.of("secure-normal", Strategy.OFFSET, 1, Life.HEALTHY), units));
        found.add(Explorations.closure(Bench.of("secure-normal", Strategy.IN_PLACE, 1, Life.HEALTHY), units));
        found.add(Explorations.closure(Bench.of("trio", Strategy.OFFSET, 1, Life.HEALTHY), units));
        FiguresTable.lines(found).forEach(System.out::println);

        found.forEach(one -> Explorations.assertSound(one, Explorations.CUTS));
        assertThat(found.stream().mapToLong(one -> one.figures().triples()).sum())
                .isGreaterThanOrEqualTo(1_000_000);
        assertThat(found).allMatch(one -> one.figures().cutsRepeated() > 100);
        assertThat(found).allMatch(one -> one.figures().mergesChecked() > 100);
    }

    /** With three sectors, one of the journal's may become unstable again and again, before it was ever settled. */
    @Test
    void journalOfThreeSectors_oneUnstableAgainAndAgain_breaksNoInvariant() throws Exception {
        Set<FaultKind> kinds = EnumSet.of(FaultKind.UNSTABLE, FaultKind.AFTER);

        Exploration found = Explorations.closure(
                Bench.of("single+3", Strategy.OFFSET, 1, Life.HEALTHY), new FaultModel(kinds, false));
        FiguresTable.lines(List.of(found)).forEach(System.out::println);

        Explorations.assertSound(found, kinds);
    }

    /** Where the model ends: a second sector that becomes unstable beside another is more than a journal of two bears. */
    @Test
    void unstableUponUnstable_isFoundToBeTooMuch() throws Exception {
        Set<FaultKind> kinds = EnumSet.of(FaultKind.UNSTABLE, FaultKind.AFTER);

        Exploration found = Explorations.upTo(
                3,
                Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY),
                new FaultModel(kinds, false).withUnstableUpon(),
                false);

        assertThat(found.violations())
                .anyMatch(violation -> violation.detail().contains("come to count with garbage in them"));
    }
}
