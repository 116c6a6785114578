package io.moult.demo.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.demo.bench.PushSettings;
import io.moult.demo.bench.RunResult;
import io.moult.demo.bench.report.PushSummary.EndSummary;

/** A benchmark's report for programs. */
public final class PushJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PushJson() {}

    /** The report as one JSON object, indented. */
    public static String of(PushReport report) {
        return tree(report).toPrettyString();
    }

    private static ObjectNode tree(PushReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("benchmark", "push");
        root.set("settings", settings(report.settings()));
        root.set("environment", JsonParts.environment(report.environment()));
        PushSummary summary = report.summary();
        ObjectNode ends = root.putObject("ends");
        for (var end : report.settings().ends()) {
            summary.end(end).ifPresent(figures -> ends.set(end.key(), end(end.work(), figures)));
        }
        summary.ratioOfMedians().ifPresent(ratio -> root.put("ratioOfMedians", ratio));
        summary.pairRatios().ifPresent(ratios -> root.set("ratioOfPairs", JsonParts.quartiles(ratios)));
        ArrayNode runs = root.putArray("runs");
        report.runs().forEach(run -> runs.add(run(run)));
        return root;
    }

    private static ObjectNode settings(PushSettings settings) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("devices", settings.devices());
        node.put("sizeBytes", settings.sizeBytes());
        node.put("blockBytes", settings.blockBytes());
        node.put("pairs", settings.pairs());
        node.put("measures", settings.heap() ? "server-heap" : "time");
        settings.deviceHeap().ifPresent(heap -> node.put("deviceHeap", heap));
        node.put("warmUpBodies", settings.warmUps());
        node.put("measuredBodies", settings.measured());
        node.put("scheme", "coaps");
        return node;
    }

    private static ObjectNode end(String work, EndSummary figures) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("work", work);
        node.put("counted", figures.counted());
        node.put("failed", figures.failures().size());
        figures.megabytesPerSecond().ifPresent(rates -> node.set("megabytesPerSecond", JsonParts.quartiles(rates)));
        figures.serverHeapMebibytes().ifPresent(heap -> node.set("serverHeapMebibytes", JsonParts.quartiles(heap)));
        return node;
    }

    private static ObjectNode run(RunResult run) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("pair", run.pair());
        node.put("end", run.end().key());
        run.failure().ifPresentOrElse(why -> node.put("failure", why), () -> {
            node.put("bodyBytes", run.bodyBytes());
            if (run.serverHeapBytes().isPresent()) {
                node.put("serverHeapBytes", run.serverHeapBytes().getAsLong());
            } else {
                node.put("seconds", run.seconds());
                node.put("megabytesPerSecond", run.megabytesPerSecond());
            }
        });
        return node;
    }
}
