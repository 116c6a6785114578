package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A story that a process of its own has told, as a test reads it: one JSON object a line. */
record PlayedStory(int status, List<JsonNode> events, String errors) {
    /** Plays it with these leading words of a command line ({@code java … }), and keeps everything in a directory. */
    static PlayedStory play(List<String> java, Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("demo", "--json", "--keep", directory.toString()));
        command.addAll(List.of(arguments));
        Path errorFile = directory.resolveSibling(directory.getFileName() + ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errorFile.toFile()).start();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> events = new ArrayList<>();
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            events.add(json.readTree(line));
        }
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertNoProcessOf(directory);
        return new PlayedStory(process.exitValue(), events, Files.readString(errorFile));
    }

    private static void assertNoProcessOf(Path directory) throws IOException {
        String name = directory.toRealPath().toString();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.pid() != ProcessHandle.current().pid())
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(name)))
                .as("processes left behind")
                .isEmpty();
    }

    List<JsonNode> of(String event) {
        return events.stream()
                .filter(node -> node.path("event").asText().equals(event))
                .toList();
    }

    /** The claims that did not hold, with what was seen. */
    List<String> broken() {
        return of("check").stream()
                .filter(check -> !check.path("holds").asBoolean())
                .map(check -> check.path("chapter").asInt() + ": "
                        + check.path("claim").asText() + " ["
                        + check.path("evidence").asText() + "]")
                .toList();
    }

    List<Integer> chaptersEnded() {
        return of("chapter-end").stream()
                .map(end -> end.path("chapter").asInt())
                .toList();
    }
}
