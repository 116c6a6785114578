package io.moult.demo.bench;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** How far a benchmark is: a bar on a terminal, a line for each run elsewhere. */
final class RunProgress implements PushBenchmark.Progress, AutoCloseable {

    private final boolean terminal;
    private final PrintWriter lines;
    private @Nullable ProgressBar bar;

    RunProgress(boolean terminal, PrintWriter lines) {
        this.terminal = terminal;
        this.lines = lines;
    }

    @Override
    public void made(int done, int planned, RunResult run) {
        if (!terminal) {
            lines.printf(Locale.ROOT, "run %d of %d, %s%n", done, planned, described(run));
            lines.flush();
            return;
        }
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName("bench push")
                    .setInitialMax(planned)
                    .setUnit(" runs", 1)
                    .build();
            bar = shown;
        }
        shown.stepTo(done);
        shown.setExtraMessage(described(run));
    }

    @Override
    public void close() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
            bar = null;
        }
    }

    private static String described(RunResult run) {
        String what;
        if (!run.counts()) {
            what = "failed: " + run.failure().orElseThrow();
        } else if (run.serverHeapBytes().isPresent()) {
            what = String.format(
                    Locale.ROOT,
                    "server's heap %+.2f MiB",
                    run.serverHeapBytes().getAsLong() / (1024.0 * 1024.0));
        } else {
            what = String.format(Locale.ROOT, "%.2f MB/s (%.3f s)", run.megabytesPerSecond(), run.seconds());
        }
        return String.format(
                Locale.ROOT, "pair %d, %s: %s", run.pair(), run.end().title(), what);
    }
}
