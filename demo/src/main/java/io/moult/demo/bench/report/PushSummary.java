package io.moult.demo.bench.report;

import io.moult.demo.bench.End;
import io.moult.demo.bench.RunResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The figures of a benchmark: what each end reached over its runs, and the ratio between them. */
public final class PushSummary {

    /**
     * What one end reached.
     *
     * @param counted runs that count
     * @param failures why the others do not
     * @param megabytesPerSecond the rates of those that count, when time was measured
     * @param serverHeapMebibytes the growth of the server's live heap, when heap was measured
     */
    public record EndSummary(
            int counted,
            List<String> failures,
            Optional<Quartiles> megabytesPerSecond,
            Optional<Quartiles> serverHeapMebibytes) {}

    private final Map<End, EndSummary> ends = new EnumMap<>(End.class);
    private final Optional<Quartiles> pairRatios;
    private final Optional<Double> ratioOfMedians;

    /** The figures of these runs. */
    public PushSummary(List<End> measured, List<RunResult> runs, boolean heap) {
        for (End end : measured) {
            ends.put(end, summary(end, runs, heap));
        }
        pairRatios = heap ? Optional.empty() : Quartiles.of(ratiosOfPairs(runs));
        ratioOfMedians = rate(End.MOULT).flatMap(moult -> rate(End.STOCK).map(stock -> moult / stock));
    }

    /** What each end reached, in the order of the enum. */
    public Map<End, EndSummary> ends() {
        return Map.copyOf(ends);
    }

    /** What this end reached; empty when it did not run. */
    public Optional<EndSummary> end(End end) {
        return Optional.ofNullable(ends.get(end));
    }

    /** Moult's rate divided by stock Leshan's, pair by pair; pairs with a failed run are not in it. */
    public Optional<Quartiles> pairRatios() {
        return pairRatios;
    }

    /** Moult's median rate divided by stock Leshan's. */
    public Optional<Double> ratioOfMedians() {
        return ratioOfMedians;
    }

    private Optional<Double> rate(End end) {
        return end(end).flatMap(EndSummary::megabytesPerSecond).map(Quartiles::median);
    }

    private static EndSummary summary(End end, List<RunResult> runs, boolean heap) {
        List<RunResult> mine = runs.stream().filter(run -> run.end() == end).toList();
        List<RunResult> good = mine.stream().filter(RunResult::counts).toList();
        List<String> failures =
                mine.stream().flatMap(run -> run.failure().stream()).toList();
        Optional<Quartiles> rates = heap ? Optional.empty() : quartiles(good, RunResult::megabytesPerSecond);
        List<RunResult> withHeap =
                good.stream().filter(run -> run.serverHeapBytes().isPresent()).toList();
        Optional<Quartiles> heaps =
                quartiles(withHeap, run -> run.serverHeapBytes().getAsLong() / (1024.0 * 1024.0));
        return new EndSummary(good.size(), failures, rates, heaps);
    }

    private static Optional<Quartiles> quartiles(List<RunResult> runs, ToDoubleFunction<RunResult> value) {
        return Quartiles.of(runs.stream().map(value::applyAsDouble).toList());
    }

    private static List<Double> ratiosOfPairs(List<RunResult> runs) {
        Map<Integer, RunResult> stock = new TreeMap<>();
        Map<Integer, RunResult> moult = new TreeMap<>();
        for (RunResult run : runs) {
            if (run.counts()) {
                (run.end() == End.STOCK ? stock : moult).put(run.pair(), run);
            }
        }
        List<Double> ratios = new ArrayList<>();
        stock.forEach((pair, run) -> {
            RunResult other = moult.get(pair);
            if (other != null) {
                ratios.add(other.megabytesPerSecond() / run.megabytesPerSecond());
            }
        });
        return ratios;
    }
}
