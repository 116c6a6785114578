package io.moult.demo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {

    @Test
    void quartiles_noValues_areNone() {
        assertThat(Quartiles.of(List.of())).isEmpty();
    }

    @Test
    void quartiles_oneValue_areAllThatValue() {
        assertThat(Quartiles.of(List.of(4.5))).contains(new Quartiles(4.5, 4.5, 4.5, 4.5, 4.5));
    }

    @Test
    void quartiles_oddNumberInAnyOrder_areTheValuesThemselves() {
        assertThat(Quartiles.of(List.of(9.0, 1.0, 5.0, 3.0, 7.0))).contains(new Quartiles(1, 3, 5, 7, 9));
    }

    /** R: quantile(c(1,2,3,4)) gives 1, 1.75, 2.5, 3.25, 4. */
    @Test
    void quartiles_evenNumber_areInterpolated() {
        assertThat(Quartiles.of(List.of(4.0, 3.0, 2.0, 1.0))).contains(new Quartiles(1, 1.75, 2.5, 3.25, 4));
    }

    /** R: quantile(c(6.2,5.9,7.1,6.6,6.0,8.3)) gives 5.9, 6.05, 6.4, 6.975, 8.3. */
    @Test
    void quartiles_sixValues_areThoseOfTheStatedMethod() {
        Quartiles quartiles =
                Quartiles.of(List.of(6.2, 5.9, 7.1, 6.6, 6.0, 8.3)).orElseThrow();

        assertThat(quartiles.lower()).isCloseTo(6.05, within(1e-9));
        assertThat(quartiles.median()).isCloseTo(6.4, within(1e-9));
        assertThat(quartiles.upper()).isCloseTo(6.975, within(1e-9));
    }
}
