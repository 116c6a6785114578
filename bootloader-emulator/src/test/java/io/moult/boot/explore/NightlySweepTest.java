package io.moult.boot.explore;

import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R104, R105, R106: every pair of faults where every octet tells two states apart; and long lives on larger devices. */
@Tag("nightly")
class NightlySweepTest {
    private static final int LIVES = 20_000;
    private static final int FAULTS = 10;

    static Stream<Bench> small() {
        List<Bench> benches = new ArrayList<>();
        for (String topology : List.of("single", "secure-normal", "dual-cpu", "two-stage", "trio")) {
            for (Strategy strategy : Strategy.values()) {
                benches.add(Bench.of(topology, strategy, 1, Life.HEALTHY));
            }
        }
        for (Strategy strategy : Strategy.values()) {
            if (!strategy.changesSides()) {
                benches.add(Bench.of("heterogeneous", strategy, 1, Life.HEALTHY));
            }
        }
        return benches.stream();
    }

    @ParameterizedTest
    @MethodSource("small")
    void everyPairOfCuts_withEveryOctetTold_breaksNoInvariant(Bench bench) throws Exception {
        Exploration found = Explorations.upTo(2, bench, new FaultModel(Explorations.CUTS, false), true);
        FiguresTable.lines(List.of(found)).forEach(System.out::println);

        Explorations.assertFaultsHeld(found, Explorations.CUTS);
    }

    static Stream<Bench> large() {
        return RandomWaysTest.large();
    }

    @ParameterizedTest
    @MethodSource("large")
    void randomLivesOfTenFaults_onLargerDevices_breakNoInvariant(Bench bench) throws Exception {
        Exploration found = new RandomLives(
                        Laboratory.subject(bench, false, Explorations.CUTS),
                        Explorations.settings(new FaultModel(Explorations.CUTS, true), FAULTS))
                .lead(LIVES, 20261121);
        FiguresTable.lines(List.of(found)).forEach(System.out::println);

        Explorations.assertFaultsHeld(found, Explorations.CUTS);
    }
}
