package io.moult.demo.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code moult} as a process of its own, its output in a file. */
final class MoultProcess implements AutoCloseable {
    /** How a process ended, and what it said on both streams. */
    record Outcome(int exitStatus, String output) {
        List<String> lines() {
            return output.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private final Process process;
    private final Path log;

    private MoultProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code moult} with these arguments; both output streams go to a new file in this directory. */
    static MoultProcess start(Path directory, String... arguments) {
        return startMain("io.moult.demo.cli.Main", directory, arguments);
    }

    /** The same with the server's own main class, which knows no emulator. */
    static MoultProcess startServer(Path directory, String... arguments) {
        return startMain("io.moult.server.cli.ServerMain", directory, arguments);
    }

    private static MoultProcess startMain(String mainClass, Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // as the runnable jar's manifest says
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                mainClass));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(directory);
            Path log = Files.createTempFile(directory, arguments[0], ".log");
            return new MoultProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code moult} to its end. */
    static Outcome run(Path directory, String... arguments) {
        try (MoultProcess process = start(directory, arguments)) {
            return process.awaitEnd();
        }
    }

    Outcome awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end: " + output());
            }
            return new Outcome(process.exitValue(), output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
