package io.moult.fuzz;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs Jazzer over targets, one after the other, each in a Java process of its own with little memory, and prints what
 * came of it. Needs Jazzer in the class path, which the profile {@code nightly} puts there.
 */
final class Campaign {
    /** What tells the fuzzer by its coverage how far an input has come: our code, and that which parses keys for it. */
    private static final String WATCHED = "io.moult.**:org.bouncycastle.asn1.**:org.bouncycastle.crypto.params.**"
            + ":org.bouncycastle.crypto.signers.lms.**:org.bouncycastle.crypto.util.**";

    private static final int MOST_KEPT = 100;
    private static final int MOST_KEPT_BYTES = 400;

    private final Path work;
    private final Class<?> entry;

    Campaign(Path work, Class<?> entry) {
        this.work = work;
        this.entry = entry;
    }

    /** What came of one target. */
    record Figures(String target, long runs, long runsPerSecond, long coverage, long inputs, int exitStatus, Path log) {
        boolean clean() {
            return exitStatus == 0;
        }
    }

    /** Runs a target from its corpus on; inputs that it finds stay for the next time. */
    Figures run(FuzzTarget target, long runs) throws IOException, InterruptedException {
        Path seeds = work.resolve(target.label()).resolve("seeds");
        Corpus.of(target).unpack(seeds);
        Path found = Files.createDirectories(found(target));
        Path log = work.resolve(target.label()).resolve("log.txt");
        int status = jazzer(target, log, "-runs=" + runs, "-timeout=60", found.toString(), seeds.toString());
        return figures(target, status, log);
    }

    private Path found(FuzzTarget target) {
        return work.resolve(target.label()).resolve("found");
    }

    private int jazzer(FuzzTarget target, Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + entry.getName(),
                "--target_args=" + target.label(),
                "--instrumentation_includes=" + WATCHED,
                "--custom_hook_includes=io.moult.**",
                "--reproducer_path=" + log.getParent(),
                "-artifact_prefix=" + log.getParent() + "/finding-",
                "-print_final_stats=1",
                "-max_len=4096",
                "-rss_limit_mb=0"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    /** Reads what libFuzzer prints at its end, and the last line in which it says how much it has covered. */
    private static Figures figures(FuzzTarget target, int status, Path log) throws IOException {
        long runs = 0;
        long rate = 0;
        long coverage = 0;
        long inputs = 0;
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("stat::number_of_executed_units:")) {
                runs = lastNumber(line);
            } else if (line.startsWith("stat::average_exec_per_sec:")) {
                rate = lastNumber(line);
            } else if (line.startsWith("#") && line.contains(" cov: ")) {
                coverage = numberAfter("cov: ", line);
                inputs = numberAfter("corp: ", line);
            }
        }
        return new Figures(target.label(), runs, rate, coverage, inputs, status, log);
    }

    private static long lastNumber(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1).trim());
    }

    private static long numberAfter(String label, String line) {
        int from = line.indexOf(label) + label.length();
        int to = from;
        while (to < line.length() && Character.isDigit(line.charAt(to))) {
            to++;
        }
        return from < label.length() || to == from ? 0 : Long.parseLong(line.substring(from, to));
    }

    /** Puts into the corpus, in the place of what was kept before, the fewest inputs that cover all, if they are small. */
    void keep(FuzzTarget target) throws IOException, InterruptedException {
        Path fewest = Files.createDirectories(work.resolve(target.label()).resolve("fewest"));
        Path log = work.resolve(target.label()).resolve("keep.txt");
        int status =
                jazzer(target, log, "-merge=1", fewest.toString(), found(target).toString());
        if (status != 0) {
            throw new IllegalStateException("merging ended with " + status + ": " + log);
        }
        List<Bytes> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(fewest)) {
            files.map(Campaign::octets)
                    .filter(octets -> octets.length() <= MOST_KEPT_BYTES)
                    .sorted(Comparator.comparing(Bytes::length).thenComparing(Bytes::hex))
                    .limit(MOST_KEPT)
                    .forEach(kept::add);
        }
        Corpus.of(target).with(Corpus.KEPT, kept).write(target);
    }

    private static Bytes octets(Path file) {
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void print(List<Figures> all, PrintStream out) {
        out.println("| target | runs | runs a second | covered | inputs | findings |");
        out.println("|---|---:|---:|---:|---:|---|");
        all.forEach(figures -> out.println(row(figures)));
    }

    private static String row(Figures figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %s |",
                figures.target(),
                figures.runs(),
                figures.runsPerSecond(),
                figures.coverage(),
                figures.inputs(),
                figures.clean() ? "none" : "status " + figures.exitStatus() + ", " + figures.log());
    }
}
