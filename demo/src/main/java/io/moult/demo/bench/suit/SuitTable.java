package io.moult.demo.bench.suit;

import io.moult.demo.bench.report.Environment;
import io.moult.demo.bench.report.Quartiles;
import java.util.List;
import java.util.Locale;

/** The report for people. */
public final class SuitTable {
    private SuitTable() {}

    /** The report as lines of text. */
    public static String of(SuitReport report) {
        SuitSettings settings = report.settings();
        Environment where = report.environment();
        return line(
                        "A release's envelope of %d octets, signed by %s; %d rounds of %d each, in turn, in one process.",
                        report.envelopeBytes(),
                        settings.signature(),
                        report.signatureNanos().size(),
                        settings.batch())
                + line("")
                + columns("µs", "least", "quartile", "median", "quartile", "greatest")
                + times("bare signature", report.signatureNanos())
                + times("verify and decide", report.verificationNanos())
                + times("… nine decisions", report.decisionsNanos())
                + row("ratio of rounds", report.ratiosOfRounds(), 1, "%.3f")
                + line(
                        "ratio of the medians, verify and decide by bare signature: %.3f; aim: at most %.2f: %s",
                        report.ratioOfMedians(), SuitReport.AIM, report.reached() ? "reached" : "missed")
                + line("")
                + row("releases/s made", SuitReport.of(report.authoredPerSecond()), 1, "%.0f")
                + line(
                        "allocated: %,d octets a verification, of which the bare signature takes %,d",
                        report.verificationBytes(), report.signatureBytes())
                + line("")
                + line(
                        "%s on %s, %d processors, load %.2f before and %.2f after.",
                        where.java(), where.system(), where.processors(), where.loadBefore(), where.loadAfter());
    }

    private static String times(String name, List<Double> nanos) {
        return row(name, SuitReport.of(nanos), 1000, "%.1f");
    }

    private static String row(String name, Quartiles values, double divisor, String format) {
        return columns(
                name,
                number(format, values.least() / divisor),
                number(format, values.lower() / divisor),
                number(format, values.median() / divisor),
                number(format, values.upper() / divisor),
                number(format, values.greatest() / divisor));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String columns(Object... cells) {
        return line("%-18s %9s %9s %9s %9s %9s", cells);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + System.lineSeparator();
    }
}
