package io.moult.demo.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The eight chapters, and the order in which they are told. */
final class Story {
    private static final List<Chapter> CHAPTERS = List.of(
            new ReleaseChapter(),
            new RegisterChapter(),
            new PushChapter(),
            new CutOffChapter(),
            new PullChapter(),
            new RefusedChapter(),
            new BadReleaseChapter(),
            new PowerChapter());

    private final List<Chapter> chapters;
    private final SortedSet<Integer> chosen;

    /** All chapters, or some: the first two are always told, because the others need what they set up. */
    Story(Set<Integer> chosen) {
        this(CHAPTERS, chosen);
    }

    Story(List<Chapter> chapters, Set<Integer> chosen) {
        this.chapters = List.copyOf(chapters);
        this.chosen = new TreeSet<>(chosen);
        if (this.chosen.isEmpty()) {
            for (int i = 1; i <= chapters.size(); i++) {
                this.chosen.add(i);
            }
        }
        for (int number : this.chosen) {
            if (number < 1 || number > chapters.size()) {
                throw new IllegalArgumentException(
                        "there is no chapter " + number + "; there are 1 to " + chapters.size());
            }
        }
        this.chosen.add(1);
        if (this.chosen.last() > 1) {
            this.chosen.add(2);
        }
    }

    /** Tells the chosen chapters; true when all that was checked holds, and every chapter came to its end. */
    boolean tell(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        long began = stage.waiting().nanoTime();
        boolean whole = true;
        for (int number : chosen) {
            Chapter chapter = chapters.get(number - 1);
            narrator.beginChapter(number, chapter.title());
            try {
                chapter.play(stage);
            } catch (StoryBroken e) {
                narrator.check("this chapter comes to its end", false, e.sentence());
                whole = false;
            }
            narrator.endChapter();
            if (!whole && number <= 2) {
                break;
            }
        }
        double seconds = (stage.waiting().nanoTime() - began) / 1e9;
        int failed = narrator.failed().size();
        String summary = failed == 0
                ? String.format(
                        Locale.ROOT,
                        "All %d checks of %d chapters hold, in %.0f s.",
                        narrator.checks().size(),
                        chosen.size(),
                        seconds)
                : String.format(
                        Locale.ROOT,
                        "%d of %d checks do not hold:",
                        failed,
                        narrator.checks().size());
        narrator.summary(summary, failed == 0, seconds);
        return failed == 0;
    }
}
