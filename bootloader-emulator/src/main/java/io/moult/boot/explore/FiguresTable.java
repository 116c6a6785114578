package io.moult.boot.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures of several explorations as a table for people, with their sum below and a legend. */
public final class FiguresTable {
    private static final String ROW = "%-46s %12s %12s %9s %12s %6s %5s %7s %10s %10s";

    private FiguresTable() {}

    public static List<String> lines(List<Exploration> explorations) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "device and life",
                "triples",
                "fired",
                "states",
                "transitions",
                "depth",
                "ops",
                "erases",
                "triples/s",
                "violations"));
        Figures sum = null;
        for (Exploration one : explorations) {
            lines.add(row(one.title(), one.figures()));
            sum = sum == null ? one.figures() : sum.plus(one.figures());
        }
        if (sum != null && explorations.size() > 1) {
            lines.add(row("all", sum));
        }
        lines.add("");
        lines.add("triples: distinct (state, operation, fault), each counted once; fired: faults of which the flash"
                + " showed that they befell it, repeats included;");
        lines.add("depth: the most faults on a shortest way, with + if the exploration was given up before its end;");
        lines.add("ops, erases: the most operations, and erases of one sector, in one run.");
        if (sum != null) {
            lines.add("fired of planned, by kind: " + byKind(sum) + ";");
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d runs; %,d of them once more and really cut off, %,d with other remains;"
                            + " %,d merged states booted both ways, %,d unlike.",
                    sum.runs(),
                    sum.cutsRepeated(),
                    sum.cutsUnlike(),
                    sum.mergesChecked(),
                    sum.mergesWrong()));
        }
        return lines;
    }

    private static String byKind(Figures figures) {
        return new TreeMap<>(figures.planned())
                .entrySet().stream()
                        .map(one -> String.format(
                                Locale.ROOT,
                                "%s %,d of %,d",
                                one.getKey().label(),
                                figures.fired().getOrDefault(one.getKey(), 0L),
                                one.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String row(String title, Figures figures) {
        return String.format(
                Locale.ROOT,
                ROW,
                title,
                number(figures.triples()),
                number(figures.allFired()),
                number(figures.states()),
                number(figures.transitions()),
                figures.greatestDepth() + (figures.complete() ? "" : "+"),
                figures.longestRun(),
                figures.mostErases(),
                number(figures.triplesPerSecond()),
                number(figures.violations()));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
