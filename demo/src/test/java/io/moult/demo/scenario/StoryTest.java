package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.demo.link.LinkEmulator;
import io.moult.demo.link.LinkSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story itself fails when a check, a wait or a process of it fails. */
class StoryTest {
    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final StringWriter out = new StringWriter();

    @Test
    void story_allChecksHold_isTrue() throws Exception {
        assertThat(tell(Set.of(), chapter("one", true), chapter("two", true))).isTrue();
        assertThat(told).containsExactly("one", "two");
    }

    @Test
    void story_oneCheckDoesNotHold_isFalseAndGoesOn() throws Exception {
        assertThat(tell(Set.of(), chapter("one", true), chapter("two", false), chapter("three", true)))
                .isFalse();
        assertThat(told).containsExactly("one", "two", "three");
        assertThat(out.toString()).contains("1 of 3 checks do not hold");
    }

    @Test
    void story_chosenChapter_isToldAfterTheFirstTwo() throws Exception {
        tell(Set.of(4), chapter("one", true), chapter("two", true), chapter("three", true), chapter("four", true));

        assertThat(told).containsExactly("one", "two", "four");
    }

    @Test
    void story_waitThatIsInVain_isAFailedCheck() throws Exception {
        Chapter waits = new Told(
                "waits", stage -> stage.waiting().until("the moon falls", Duration.ofMillis(50), Optional::empty));

        assertThat(tell(Set.of(), chapter("one", true), chapter("two", true), waits))
                .isFalse();
        assertThat(out.toString()).contains("waited").contains("in vain: the moon falls");
    }

    @Test
    void story_processThatEndsOfItself_breaksTheWaitAtOnce() throws Exception {
        Chapter starts = new Told("starts", stage -> {
            stage.children().start("nobody", List.of("-Xmx32m"), List.of("no-such-verb"));
            stage.waiting().until("what never comes", Duration.ofSeconds(60), Optional::empty);
        });

        assertThat(tell(Set.of(), starts)).isFalse();
        assertThat(out.toString()).contains("nobody has ended of itself");
    }

    private interface Play {
        void on(Stage stage) throws Exception;
    }

    private final class Told implements Chapter {
        private final String name;
        private final Play play;

        Told(String name, Play play) {
            this.name = name;
            this.play = play;
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public void play(Stage stage) throws Exception {
            told.add(name);
            play.on(stage);
        }
    }

    private Chapter chapter(String name, boolean holds) {
        return new Told(name, stage -> stage.narrator().check("a claim of " + name, holds, "seen"));
    }

    private boolean tell(Set<Integer> chosen, Chapter... chapters) throws Exception {
        Narrator narrator = new Narrator(new PrintWriter(out), Narrator.Form.PLAIN, System::nanoTime);
        LinkSettings undisturbed = LinkSettings.delayed(0);
        Stage.Links links = new Stage.Links(
                LinkEmulator.open(undisturbed, System::nanoTime), LinkEmulator.open(undisturbed, System::nanoTime));
        Stage.Place place = new Stage.Place(directory, () -> {});
        try (Stage stage = new Stage(place, narrator, new Waiting(System::nanoTime), links, Images.make(directory))) {
            return new Story(List.of(chapters), chosen).tell(stage);
        }
    }
}
