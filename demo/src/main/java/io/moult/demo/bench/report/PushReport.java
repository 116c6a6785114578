package io.moult.demo.bench.report;

import io.moult.demo.bench.PushSettings;
import io.moult.demo.bench.RunResult;
import java.util.List;

/**
 * All that a benchmark found.
 *
 * @param settings what was asked for
 * @param runs each run, in the order in which they were made
 * @param environment where
 */
public record PushReport(PushSettings settings, List<RunResult> runs, Environment environment) {

    /** Keeps a copy of the runs. */
    public PushReport {
        runs = List.copyOf(runs);
    }

    /** The figures. */
    public PushSummary summary() {
        return new PushSummary(settings.ends(), runs, settings.heap());
    }
}
