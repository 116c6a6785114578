package io.moult.demo.bench.report;

import io.moult.demo.bench.End;
import io.moult.demo.bench.PushSettings;
import io.moult.demo.bench.report.PushSummary.EndSummary;
import java.util.Locale;
import java.util.Optional;

/** A benchmark's report for people. */
public final class PushTable {

    private PushTable() {}

    /** The report as lines of text. */
    public static String of(PushReport report) {
        PushSettings settings = report.settings();
        PushSummary summary = report.summary();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d device%s × %,d bytes over coaps, block %d, %d pair%s in the order A-B, B-A; fresh JVMs for each run,%n"
                        + "with %d uncounted bod%s of the same size before the %d that %s measured (median).%n",
                settings.devices(),
                settings.devices() == 1 ? "" : "s",
                settings.sizeBytes(),
                settings.blockBytes(),
                settings.pairs(),
                settings.pairs() == 1 ? "" : "s",
                settings.warmUps(),
                settings.warmUps() == 1 ? "y" : "ies",
                settings.measured(),
                settings.measured() == 1 ? "is" : "are"));
        settings.deviceHeap()
                .ifPresent(heap -> text.append(String.format(Locale.ROOT, "The devices' JVM has -Xmx%s.%n", heap)));
        settings.ends().forEach(end -> text.append(String.format(Locale.ROOT, "%s: %s.%n", end.title(), end.work())));
        text.append(String.format(
                Locale.ROOT, "%n%s%n", settings.heap() ? "growth of the server's live heap, MiB" : "MB/s"));
        text.append(columns("", "runs", "failed", "least", "quartile", "median", "quartile", "greatest"));
        for (End end : settings.ends()) {
            summary.end(end).ifPresent(figures -> text.append(row(end, figures, settings.heap())));
        }
        text.append(ratios(summary));
        report.runs()
                .forEach(run -> run.failure()
                        .ifPresent(why -> text.append(String.format(
                                Locale.ROOT,
                                "failed: pair %d, %s: %s%n",
                                run.pair(),
                                run.end().title(),
                                why))));
        Environment where = report.environment();
        text.append(String.format(
                Locale.ROOT,
                "%n%s on %s, %d processors, load %.2f before and %.2f after.%n",
                where.java(),
                where.system(),
                where.processors(),
                where.loadBefore(),
                where.loadAfter()));
        return text.toString();
    }

    private static String row(End end, EndSummary figures, boolean heap) {
        return figures(
                end.title(),
                Integer.toString(figures.counted()),
                Integer.toString(figures.failures().size()),
                heap ? figures.serverHeapMebibytes() : figures.megabytesPerSecond());
    }

    private static String ratios(PushSummary summary) {
        if (summary.pairRatios().isEmpty()) {
            return "";
        }
        return figures("Moult / stock", "", "", summary.pairRatios())
                + String.format(
                        Locale.ROOT,
                        "ratio of the medians: %s; the row above is over the pairs%n",
                        number(summary.ratioOfMedians()));
    }

    private static String figures(String name, String runs, String failed, Optional<Quartiles> shown) {
        return columns(
                name,
                runs,
                failed,
                number(shown.map(Quartiles::least)),
                number(shown.map(Quartiles::lower)),
                number(shown.map(Quartiles::median)),
                number(shown.map(Quartiles::upper)),
                number(shown.map(Quartiles::greatest)));
    }

    private static String columns(Object... cells) {
        return String.format(Locale.ROOT, "%-14s %5s %7s  %9s %9s %9s %9s %9s%n", cells);
    }

    private static String number(Optional<Double> value) {
        return value.map(present -> String.format(Locale.ROOT, "%.2f", present)).orElse("–");
    }
}
