package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Release, registration and push, end to end with real processes: chapters 1 to 3 of the story (R34, R40, R123, R132,
 * R133, R137, R147, R153, R156).
 */
class PushStoryTest {
    @TempDir
    Path directory;

    @Test
    void story_releaseRegisterPush_holds() throws Exception {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.moult.demo.cli.Main");

        PlayedStory story = PlayedStory.play(java, directory.resolve("story"), "--chapter", "1,2,3");

        assertThat(story.broken()).as(story.errors()).isEmpty();
        assertThat(story.chaptersEnded()).containsExactly(1, 2, 3);
        assertThat(story.of("check")).hasSizeGreaterThan(10);
        assertThat(story.status()).isZero();
    }
}
