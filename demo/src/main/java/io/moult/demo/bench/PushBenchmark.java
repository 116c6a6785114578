package io.moult.demo.bench;

import io.moult.demo.bench.report.Environment;
import io.moult.demo.bench.report.PushReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Pushes one image with stock Leshan and with Moult alternately and reports both. Every run has two
 * fresh JVMs, so that neither end finds code that the other has warmed. Bounded in count and in time.
 */
public final class PushBenchmark {

    /** Whoever wants to see how far it is. */
    public interface Progress {
        /** Called after each run. */
        void made(int done, int planned, RunResult run);
    }

    private final PushSettings settings;
    private final LongSupplier nanoTime;

    /** A benchmark with these settings; {@code nanoTime} bounds the runs, the children time themselves. */
    public PushBenchmark(PushSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Makes all runs, one after the other. A failed run is in the report as failed. */
    public PushReport run(Progress progress) throws IOException, InterruptedException {
        double loadBefore = Environment.load();
        Bodies bodies = Bodies.write(settings.bodies(), settings.sizeBytes(), settings.workDirectory());
        List<RunPlan.Planned> plan = RunPlan.of(settings.pairs(), settings.ends());
        List<RunResult> results = new ArrayList<>();
        for (RunPlan.Planned planned : plan) {
            Path directory = settings.workDirectory()
                    .resolve("pair-" + planned.pair() + "-" + planned.end().key());
            Files.createDirectory(directory);
            RunResult result = new PushRun(settings, planned, nanoTime).make(bodies, directory);
            if (result.counts()) {
                Directories.delete(directory);
            }
            results.add(result);
            progress.made(results.size(), plan.size(), result);
        }
        return new PushReport(settings, results, Environment.here(loadBefore, Environment.load()));
    }
}
