package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells the story: sentences and checks as text, or one JSON object per line. Keeps what was checked. Owned by the
 * story's thread.
 */
final class Narrator {
    private static final int BAR_CELLS = 30;
    private static final int EVIDENCE_CHARACTERS = 150;

    /** How the story is told. */
    enum Form {
        TERMINAL,
        PLAIN,
        JSON
    }

    /** One verdict, taken from outside. */
    record Check(int chapter, String claim, boolean holds, String evidence) {}

    private final PrintWriter out;
    private final Form form;
    private final LongSupplier nanoTime;
    private final ObjectMapper json = new ObjectMapper();
    private final List<Check> checks = new ArrayList<>();
    private int chapter;
    private long chapterBegan;
    private boolean barShown;
    private int lastPercent = -1;

    Narrator(PrintWriter out, Form form, LongSupplier nanoTime) {
        this.out = out;
        this.form = form;
        this.nanoTime = nanoTime;
        this.chapterBegan = nanoTime.getAsLong();
    }

    void beginChapter(int number, String title) {
        chapter = number;
        chapterBegan = nanoTime.getAsLong();
        if (form == Form.JSON) {
            print(event("chapter").put("title", title));
        } else {
            line("");
            line(number + ". " + title);
        }
    }

    double endChapter() {
        double seconds = (nanoTime.getAsLong() - chapterBegan) / 1e9;
        if (form == Form.JSON) {
            print(event("chapter-end").put("seconds", Math.round(seconds * 10) / 10.0));
        } else {
            line(String.format(Locale.ROOT, "   (%.1f s)", seconds));
        }
        return seconds;
    }

    /** Plain words about what happens. */
    void say(String sentence) {
        if (form == Form.JSON) {
            print(event("text").put("text", sentence));
        } else {
            line("   " + sentence);
        }
    }

    /** A verdict: what is claimed, whether it holds, and what was seen. */
    void check(String claim, boolean holds, String evidence) {
        checks.add(new Check(chapter, claim, holds, evidence));
        if (form == Form.JSON) {
            print(event("check").put("claim", claim).put("holds", holds).put("evidence", evidence));
        } else {
            line("   " + (holds ? "✓ " : "✗ ") + claim + "  [" + inShort(evidence) + "]");
        }
    }

    private static String inShort(String evidence) {
        return evidence.length() <= EVIDENCE_CHARACTERS ? evidence : evidence.substring(0, EVIDENCE_CHARACTERS) + "…";
    }

    /** Blocks move: a bar on a terminal, a line at each quarter elsewhere. */
    void progress(String what, long bytes, long ofBytes) {
        String amounts = bytes / 1024 + " of " + ofBytes / 1024 + " KiB";
        progress(what, amounts, ofBytes <= 0 ? 0 : (int) Math.min(100, 100 * bytes / ofBytes));
    }

    /** Something is done again and again, shown in the same way. */
    void count(String what, int done, int of) {
        progress(what, done + " of " + of, 100 * done / of);
    }

    private void progress(String what, String amounts, int percent) {
        if (form == Form.TERMINAL) {
            int full = percent * BAR_CELLS / 100;
            out.print("\r   " + "█".repeat(full) + "░".repeat(BAR_CELLS - full)
                    + String.format(Locale.ROOT, " %3d %%  %s  %s ", percent, amounts, what));
            out.flush();
            barShown = true;
        } else if (percent / 25 != lastPercent / 25 || lastPercent < 0) {
            if (form == Form.JSON) {
                print(event("progress")
                        .put("what", what)
                        .put("amounts", amounts)
                        .put("percent", percent));
            } else {
                line(String.format(Locale.ROOT, "     %3d %%  %s  %s", percent, amounts, what));
            }
        }
        lastPercent = percent;
    }

    /** The bar is done with. */
    void progressEnds() {
        lastPercent = -1;
        if (barShown) {
            out.println();
            out.flush();
            barShown = false;
        }
    }

    void summary(String sentence, boolean ok, double seconds) {
        if (form == Form.JSON) {
            ObjectNode node = event("summary")
                    .put("ok", ok)
                    .put("checks", checks.size())
                    .put("failed", failed().size())
                    .put("seconds", Math.round(seconds * 10) / 10.0);
            node.put("text", sentence);
            print(node);
            return;
        }
        line("");
        line(sentence);
        for (Check check : failed()) {
            line("   ✗ chapter " + check.chapter() + ": " + check.claim() + "  [" + check.evidence() + "]");
        }
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Check> failed() {
        return checks.stream().filter(check -> !check.holds()).toList();
    }

    private ObjectNode event(String kind) {
        return json.createObjectNode().put("event", kind).put("chapter", chapter);
    }

    private void print(ObjectNode node) {
        out.println(node);
        out.flush();
    }

    private void line(String text) {
        progressEnds();
        out.println(text);
        out.flush();
    }
}
