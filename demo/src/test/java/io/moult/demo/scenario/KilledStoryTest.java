package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.demo.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing stays behind, even when the story itself is killed and can tidy up nothing. */
class KilledStoryTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void story_killed_takesItsProcessesWithIt() throws Exception {
        Path kept = directory.resolve("story");
        Process story = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.moult.demo.cli.Main",
                        "demo",
                        "--chapter",
                        "1,2",
                        "--keep",
                        kept.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until("the server runs", DEADLINE, () -> Files.exists(kept.resolve("server/server.json")));
        List<ProcessHandle> children = story.children().toList();

        story.destroyForcibly();

        assertThat(children).isNotEmpty();
        Await.until("its processes end", DEADLINE, () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
