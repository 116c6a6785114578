package io.moult.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One of the two JVMs of a run, as the harness sees it: lines in, JSON objects out. {@link #close} ends
 * the process, this one and no other, and returns when it is gone.
 */
final class ChildProcess implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String END_OF_ANSWERS = "";
    private static final int STATUS_OUT_OF_MEMORY = 3;
    private static final int STOP_SECONDS = 3;
    private static final int LOOK_MILLIS = 200;

    private final String name;
    private final Process process;
    private final Writer commands;
    private final Path log;
    private final Thread stopper;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        stopper = new Thread(process::destroyForcibly, "stop " + name);
        Runtime.getRuntime().addShutdownHook(stopper);
        Thread reader = new Thread(this::readAnswers, name + " answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command whose standard error goes to {@code log}. */
    static ChildProcess start(String name, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ChildProcess(name, process, log);
    }

    /** Sends one command. */
    void tell(String command) throws RunFailed {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException gone) {
            throw ended();
        }
    }

    /** The next answer, which must be this event. Not waited for when the other child of the run has ended. */
    JsonNode await(String event, Deadline deadline, ChildProcess other) throws RunFailed, InterruptedException {
        String line = null;
        while (line == null) {
            long leftMillis = deadline.left().toMillis();
            line = answers.poll(Math.min(leftMillis, LOOK_MILLIS), TimeUnit.MILLISECONDS);
            if (line == null && !other.process.isAlive()) {
                throw other.ended();
            }
            if (line == null && leftMillis == 0) {
                throw new RunFailed("the " + name + " did not get to '" + event + "' in time");
            }
        }
        if (line.equals(END_OF_ANSWERS)) {
            throw ended();
        }
        JsonNode answer = parse(line);
        if (!answer.path("event").asText().equals(event)) {
            throw new RunFailed("the " + name + " failed: " + answer.path("why").asText(line));
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException gone) {
            // it has ended already, which is what is wanted
        }
        boolean interrupted = false;
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            interrupted = true;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException shuttingDown) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode parse(String line) throws RunFailed {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException foreign) {
            throw new RunFailed("the " + name + " said what is not an answer: " + line);
        }
    }

    private RunFailed ended() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return new RunFailed("the " + name + " no longer answers");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new RunFailed("interrupted");
        }
        int status = process.exitValue();
        String why = status == STATUS_OUT_OF_MEMORY ? "out of memory" : "status " + status + lastLine();
        return new RunFailed("the " + name + " ended: " + why);
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.isEmpty() ? "" : ", " + lines.get(lines.size() - 1).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void readAnswers() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    answers.add(line);
                }
            }
        } catch (IOException closed) {
            // the same as its end
        }
        answers.add(END_OF_ANSWERS);
    }
}
