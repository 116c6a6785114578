package io.moult.demo.scenario;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One {@code moult VERB …} as a process of its own, from the same jar (or class path) as this one, with its output in
 * two files. It ends with the process that started it, whatever becomes of that.
 */
final class ChildProcess {
    private static final String MAIN = "io.moult.demo.cli.Main";

    private final String name;
    private final Process process;
    private final Path output;
    private final Path log;
    private volatile boolean mayEnd;

    private ChildProcess(String name, Process process, Path output, Path log) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.log = log;
    }

    /** Starts a verb; its standard output and error are appended to NAME.out and NAME.log in a directory. */
    static ChildProcess start(String name, Path logDirectory, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        Files.createDirectories(logDirectory);
        Path output = logDirectory.resolve(name + ".out");
        Path log = logDirectory.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Xshare:auto");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dmoult.parent=" + ProcessHandle.current().pid());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ChildProcess(name, builder.start(), output, log);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL: no chance to tidy up. Returns when the process is gone. */
    void kill() throws InterruptedException {
        mayEnd = true;
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; SIGKILL when it has not ended in five seconds. Returns the exit status. */
    int stop() throws InterruptedException {
        mayEnd = true;
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Waits for the end; -1 when it does not come in time. */
    int exitStatus(long withinMillis) throws InterruptedException {
        return process.waitFor(withinMillis, TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    /** From now on it may end of itself. */
    void mayEnd() {
        mayEnd = true;
    }

    /** Whether it has ended although nobody wanted it to. */
    boolean endedOfItself() {
        return !mayEnd && !process.isAlive();
    }

    /** What it has printed so far; the last line may be incomplete. */
    List<String> output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
    }

    /** Its last words, for a person who looks for a cause. */
    String lastWords() throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
