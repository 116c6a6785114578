package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R104, R105, R106: lives of up to ten faults, chosen by a seed, on devices too large to be explored wholly. */
class RandomWaysTest {
    private static final int LIVES = 40;
    private static final int FAULTS = 10;

    /** Sectors, units and erased values of several kinds of flash; all that an application may do. */
    static Stream<Bench> large() {
        return Stream.of(
                new Bench("single", Strategy.OFFSET, 4096, 8, 0xff, 12, 1, Life.EVERYTHING),
                new Bench("single", Strategy.IN_PLACE, 1024, 16, 0xff, 9, 3, Life.EVERYTHING),
                new Bench("dual-cpu", Strategy.SCRATCH, 2048, 4, 0xff, 7, 2, Life.EVERYTHING),
                new Bench("two-stage", Strategy.OVERWRITE, 512, 1, 0xff, 6, 1, Life.SECOND),
                new Bench("trio", Strategy.MOVE, 1024, 32, 0x00, 5, 1, Life.EVERYTHING),
                new Bench("trio", Strategy.RAM_LOAD, 512, 2, 0x00, 6, 2, Life.EVERYTHING),
                new Bench("heterogeneous", Strategy.OFFSET, 512, 8, 0xff, 8, 1, Life.SECOND));
    }

    @ParameterizedTest
    @MethodSource("large")
    void randomLivesOfTenFaults_onLargerDevices_breakNoInvariant(Bench bench) throws Exception {
        Exploration found = new RandomLives(
                        Laboratory.subject(bench, false, Explorations.CUTS),
                        Explorations.settings(new FaultModel(Explorations.CUTS, true), FAULTS))
                .lead(LIVES, 7);

        Explorations.assertFaultsHeld(found, Explorations.CUTS);
        assertThat(found.figures().greatestDepth()).isGreaterThan(5);
        assertThat(found.figures().triples()).isGreaterThan(LIVES);
    }
}
