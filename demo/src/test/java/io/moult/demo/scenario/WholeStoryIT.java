package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All eight chapters, told by the runnable jar as a user runs it (R14, R34, R40, R104, R105, R123, R132, R133, R137, R138,
 * R146, R147, R151, R153, R156). Runs after the jar is made.
 */
class WholeStoryIT {
    @TempDir
    Path directory;

    @Test
    void story_allChapters_hold() throws Exception {
        Path jar = Path.of(System.getProperty("moult.jar"));
        assertThat(Files.isRegularFile(jar)).as(jar.toString()).isTrue();
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());

        PlayedStory story = PlayedStory.play(java, directory.resolve("story"));

        assertThat(story.broken()).as(story.errors()).isEmpty();
        assertThat(story.chaptersEnded()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(story.status()).isZero();
    }
}
