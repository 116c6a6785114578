package io.moult.demo.bench;

import io.moult.cli.Version;
import io.moult.demo.bench.report.PushJson;
import io.moult.demo.bench.report.PushReport;
import io.moult.demo.bench.report.PushTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moult bench push}: the options, and what becomes of them. */
@Command(
        name = "push",
        description = "Pushes one image with stock Leshan and with Moult alternately, and compares.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Both ends run on 127.0.0.1 over coaps, in fresh Java machines for each run. The time goes from the first",
            "block to the last device's acceptance, after registration and uncounted bodies of the same size.",
            "Exit status: 0 when all of Moult's runs count, 1 when one failed, 2 for misuse."
        })
public final class PushCommand implements Callable<Integer> {

    private static final int TIMED_PAIRS = 15;
    private static final int HEAP_PAIRS = 3;
    private static final int NARROW_PAIRS = 1;
    /** All devices together; until then the JVMs are still compiling, and the figure is that of their compilers. */
    private static final long TIMED_WARM_UP_BYTES = 160L * 1024 * 1024;
    /** For each device: a peer's 65,536 message IDs are not used again for four minutes, and stock Leshan then fails. */
    private static final long TIMED_WARM_UP_BLOCKS_AT_MOST = 36 * 1024;
    /** All devices together: a body of a few milliseconds is measured more than once, for it says little by itself. */
    private static final long TIMED_MEASURED_BYTES = 40L * 1024 * 1024;

    private static final int TIMED_MEASURED_AT_MOST = 15;
    private static final int HEAP_WARM_UPS = 1;
    private static final int NARROW_WARM_UPS = 0;
    private static final int DEFAULT_RUN_LIMIT_SECONDS = 300;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--devices", paramLabel = "N", defaultValue = "1", description = "devices at once (default: 1)")
    private int devices;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "length of the image (default: 1 MiB)")
    private int sizeBytes;

    @Option(
            names = "--block",
            paramLabel = "BYTES",
            defaultValue = "1024",
            description = "size of a block (default: 1024)")
    private int blockBytes;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "pairs of runs (default: 15 timed, 3 with --heap, 1 with --device-heap)")
    private @Nullable Integer pairs;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "uncounted bodies of the same size before the measured ones, in every run"
                            + " (default: 160 MiB of them, at most 36,864 blocks to each device; 1 with --heap; 0 with --device-heap)")
    private @Nullable Integer warmUps;

    @Option(names = "--heap", description = "measure the server's live heap by forced collection, instead of the time")
    private boolean heap;

    @Option(
            names = "--device-heap",
            paramLabel = "SIZE",
            description = "-Xmx of the devices' JVM, for example 24m; stock Leshan may then fail")
    private @Nullable String deviceHeap;

    @Option(names = "--only", paramLabel = "END", description = "run one end alone: stock or moult")
    private @Nullable String only;

    @Option(
            names = "--run-limit",
            paramLabel = "SECONDS",
            defaultValue = "" + DEFAULT_RUN_LIMIT_SECONDS,
            description = "give up a run after this (default: " + DEFAULT_RUN_LIMIT_SECONDS + ")")
    private int runLimitSeconds;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "a new directory for images, flash files and logs, which is kept (default: a temporary one)")
    private @Nullable Path work;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = workDirectory();
        try {
            PushReport report = measure(directory);
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? PushJson.of(report) + System.lineSeparator() : PushTable.of(report));
            out.flush();
            return report.runs().stream().allMatch(this::acceptable) ? 0 : 1;
        } finally {
            if (work == null) {
                Directories.delete(directory);
            }
        }
    }

    private PushReport measure(Path directory) throws IOException, InterruptedException {
        PushBenchmark benchmark = new PushBenchmark(settings(directory), System::nanoTime);
        try (RunProgress progress = new RunProgress(
                Boolean.getBoolean("moult.terminal"), spec.commandLine().getErr())) {
            return benchmark.run(progress);
        }
    }

    private boolean acceptable(RunResult run) {
        return run.counts() || (run.end() == End.STOCK && deviceHeap != null);
    }

    private PushSettings settings(Path directory) {
        try {
            return new PushSettings(
                    devices,
                    sizeBytes,
                    blockBytes,
                    pairs != null ? pairs : byKind(TIMED_PAIRS, HEAP_PAIRS, NARROW_PAIRS),
                    warmUps != null ? warmUps : byKind(timedWarmUps(), HEAP_WARM_UPS, NARROW_WARM_UPS),
                    byKind(timedBodies(), 1, 1),
                    ends(),
                    heap,
                    Optional.ofNullable(deviceHeap),
                    Duration.ofSeconds(runLimitSeconds),
                    directory);
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), outOfBounds.getMessage());
        }
    }

    private List<End> ends() {
        List<End> both = List.of(End.STOCK, End.MOULT);
        if (only == null) {
            return both;
        }
        List<End> named = both.stream().filter(end -> end.key().equals(only)).toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("--only must be stock or moult");
        }
        return named;
    }

    /** Enough blocks that a Java machine has compiled what moves them. */
    private int timedWarmUps() {
        long bytes = bodyBytes();
        long blocks = Math.max(1, sizeBytes / Math.max(1, blockBytes));
        long wanted = (TIMED_WARM_UP_BYTES + bytes - 1) / bytes;
        return (int) Math.max(1, Math.min(wanted, TIMED_WARM_UP_BLOCKS_AT_MOST / blocks));
    }

    private int timedBodies() {
        return (int) Math.max(1, Math.min(TIMED_MEASURED_AT_MOST, TIMED_MEASURED_BYTES / bodyBytes()));
    }

    private long bodyBytes() {
        return (long) Math.max(1, devices) * Math.max(1, sizeBytes);
    }

    private int byKind(int timed, int withHeap, int withNarrowDevices) {
        if (deviceHeap != null) {
            return withNarrowDevices;
        }
        return heap ? withHeap : timed;
    }

    private Path workDirectory() throws IOException {
        if (work == null) {
            return Files.createTempDirectory("moult-bench");
        }
        if (Files.exists(work)) {
            throw new ParameterException(
                    spec.commandLine(), "--work names " + work + ", which exists already: name a new directory.");
        }
        return Files.createDirectories(work).toAbsolutePath();
    }
}
