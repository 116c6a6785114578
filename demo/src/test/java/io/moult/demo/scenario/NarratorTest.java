package io.moult.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private final StringWriter out = new StringWriter();
    private long nanos;

    @Test
    void check_thatDoesNotHold_isShownKeptAndRepeatedInTheSummary() {
        Narrator narrator = narrator(Narrator.Form.PLAIN);
        narrator.beginChapter(3, "Push");

        narrator.check("the moon is round", true, "seen");
        narrator.check("the moon is cheese", false, "tasted");
        narrator.summary("1 of 2 checks do not hold:", false, 1);

        assertThat(narrator.failed()).extracting(Narrator.Check::claim).containsExactly("the moon is cheese");
        assertThat(out.toString())
                .contains("✓ the moon is round  [seen]")
                .contains("✗ the moon is cheese  [tasted]")
                .contains("✗ chapter 3: the moon is cheese");
    }

    @Test
    void progress_notOnATerminal_isALineAtEachQuarter() {
        Narrator narrator = narrator(Narrator.Form.PLAIN);

        for (int block = 0; block <= 400; block++) {
            narrator.progress("to sensor-1", block * 1024L, 400 * 1024L);
        }

        assertThat(out.toString().lines()).hasSize(5);
        assertThat(out.toString()).doesNotContain("\r");
    }

    @Test
    void progress_onATerminal_isABarThatIsDrawnOver() {
        Narrator narrator = narrator(Narrator.Form.TERMINAL);

        narrator.progress("to sensor-1", 51_200, 102_400);
        narrator.progressEnds();

        assertThat(out.toString())
                .startsWith("\r")
                .contains("█")
                .contains("50 %")
                .contains("50 of 100 KiB")
                .endsWith("\n");
    }

    @Test
    void json_eachLine_isOneObject() {
        Narrator narrator = narrator(Narrator.Form.JSON);

        narrator.beginChapter(1, "Release");
        narrator.say("words");
        narrator.check("claim", true, "evidence");
        nanos = 2_500_000_000L;
        narrator.endChapter();

        assertThat(out.toString().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("{").contains("\"chapter\":1"));
        assertThat(out.toString()).contains("\"holds\":true").contains("\"seconds\":2.5");
    }

    private Narrator narrator(Narrator.Form form) {
        return new Narrator(new PrintWriter(out), form, () -> nanos);
    }
}
