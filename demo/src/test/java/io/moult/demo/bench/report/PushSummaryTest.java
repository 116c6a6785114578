package io.moult.demo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.moult.demo.bench.End;
import io.moult.demo.bench.RunResult;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PushSummaryTest {

    private static final List<End> BOTH = List.of(End.STOCK, End.MOULT);

    @Test
    void ratio_pairsOfRuns_isMoultsRateDividedByStocks() {
        List<RunResult> runs = List.of(
                timed(1, End.STOCK, 2), timed(1, End.MOULT, 1),
                timed(2, End.MOULT, 4), timed(2, End.STOCK, 4),
                timed(3, End.STOCK, 1), timed(3, End.MOULT, 2));

        PushSummary summary = new PushSummary(BOTH, runs, false);

        assertThat(summary.pairRatios().orElseThrow()).isEqualTo(new Quartiles(0.5, 0.75, 1, 1.5, 2));
        assertThat(summary.ratioOfMedians().orElseThrow()).isCloseTo(1, within(1e-9));
    }

    @Test
    void summary_aRunFailed_isCountedAsFailedAndItsPairHasNoRatio() {
        List<RunResult> runs = List.of(
                timed(1, End.STOCK, 2),
                RunResult.failed(1, End.MOULT, "the device said no"),
                timed(2, End.MOULT, 1),
                timed(2, End.STOCK, 3));

        PushSummary summary = new PushSummary(BOTH, runs, false);

        assertThat(summary.end(End.MOULT).orElseThrow().failures()).containsExactly("the device said no");
        assertThat(summary.end(End.MOULT).orElseThrow().counted()).isEqualTo(1);
        assertThat(summary.pairRatios().orElseThrow().median()).isCloseTo(3, within(1e-9));
    }

    @Test
    void summary_heapMeasured_hasMebibytesAndNoRates() {
        List<RunResult> runs = List.of(
                RunResult.succeeded(1, End.STOCK, 60, 1, OptionalLong.of(405 << 20)),
                RunResult.succeeded(1, End.MOULT, 60, 1, OptionalLong.of(3 << 20)));

        PushSummary summary = new PushSummary(BOTH, runs, true);

        assertThat(summary.end(End.STOCK)
                        .orElseThrow()
                        .serverHeapMebibytes()
                        .orElseThrow()
                        .median())
                .isEqualTo(405);
        assertThat(summary.end(End.MOULT).orElseThrow().megabytesPerSecond()).isEmpty();
        assertThat(summary.ratioOfMedians()).isEmpty();
    }

    private static RunResult timed(int pair, End end, double seconds) {
        return RunResult.succeeded(pair, end, seconds, 1_000_000, OptionalLong.empty());
    }
}
