package io.moult.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What somebody who watches an update reads. */
final class ProgressLineTest {
    private static final String DEADLINE = "2026-11-20T12:20:00Z";
    private final StringWriter text = new StringWriter();

    @Test
    void push_isShownByQuarters() {
        ProgressLine line = line(false, false);

        for (int offset = 0; offset <= 1000; offset += 100) {
            line.show(update("pushing", offset));
        }

        assertThat(text.toString().lines())
                .containsExactly("pushing 0 %", "pushing 25 %", "pushing 50 %", "pushing 75 %", "pushing 100 %");
    }

    @Test
    void fetchOfAnImageElsewhere_showsOctetsAndTheDeadline_neverAPercentage() {
        ProgressLine line = line(false, true);

        line.show(update("downloading", 0));
        line.show(update("downloading", 0));
        line.show(update("downloading", 4096));
        line.show(update("downloading", 8192));
        line.show(update("downloading", 70_000));

        assertThat(text.toString().lines())
                .containsExactly(
                        "fetching from its firmware source: nothing has come yet, given up at 12:20:00 unless more comes",
                        "fetching from its firmware source: 4096 octets so far, given up at 12:20:00 unless more comes",
                        "fetching from its firmware source: 70000 octets so far, given up at 12:20:00 unless more comes");
    }

    @Test
    void fetchThatDoesNotComeFurther_saysOnceWhereTheReasonIs() {
        ProgressLine line = line(false, true);

        for (int look = 0; look < 200; look++) {
            line.show(update("downloading", 4096));
        }

        assertThat(text.toString().lines()).hasSize(2).last().asString().endsWith("; the device's log says why");
    }

    @Test
    void fetchOfAWholePackage_isMeasured() {
        ProgressLine line = line(false, false);

        line.show(update("downloading", 500));

        assertThat(text.toString().strip()).isEqualTo("downloading 50 %");
    }

    @Test
    void terminal_isDrawnAnewOnOneLine() {
        ProgressLine line = line(true, true);

        line.show(update("downloading", 0));
        line.show(update("downloading", 0));
        line.end();

        assertThat(text.toString().split("\n", -1)).hasSize(2);
        assertThat(text.toString()).startsWith("\rfetching from its firmware source");
    }

    private ProgressLine line(boolean terminal, boolean imageElsewhere) {
        return new ProgressLine(new PrintWriter(text), terminal, imageElsewhere, ZoneOffset.UTC);
    }

    private static JsonNode update(String state, long offset) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("state", state)
                .put("reason", "")
                .put("offset", offset)
                .put("size", 1000)
                .put("deadline", DEADLINE);
    }
}
