package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R104, R105, R106, R151: any number of power cuts, torn at every octet, on one to three images of one to three sectors, on
 * every strategy.
 */
@Tag("nightly")
class NightlyClosureTest {
    private static final List<Exploration> FOUND = new ArrayList<>();

    /** Small devices first. */
    static Stream<Bench> benches() {
        List<Bench> benches = new ArrayList<>();
        for (int sectors = 1; sectors <= 3; sectors++) {
            for (String topology : List.of("single", "dual-cpu", "trio")) {
                for (Strategy strategy : Strategy.values()) {
                    benches.add(Bench.of(topology, strategy, sectors, Life.HEALTHY));
                }
            }
        }
        return benches.stream();
    }

    /** Lives beside the healthy one. */
    static Stream<Bench> lives() {
        List<Bench> benches = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (Life life : List.of(Life.UNCONFIRMED, Life.BAD)) {
                benches.add(Bench.of("trio", strategy, 1, life));
                benches.add(Bench.of("single", strategy, 3, life));
            }
        }
        return benches.stream();
    }

    @ParameterizedTest
    @MethodSource({"benches", "lives"})
    void anyNumberOfCuts_breaksNoInvariant(Bench bench) throws Exception {
        Exploration found = Explorations.closure(bench, new FaultModel(Explorations.CUTS, true));
        FOUND.add(found);
        FiguresTable.lines(List.of(found)).forEach(System.out::println);

        Explorations.assertSound(found, Explorations.CUTS);
        assertThat(found.figures().mergesChecked()).isPositive();
    }

    @AfterAll
    static void print() {
        FiguresTable.lines(FOUND).forEach(System.out::println);
    }
}
