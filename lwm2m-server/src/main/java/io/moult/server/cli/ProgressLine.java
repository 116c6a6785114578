package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where an update stands: one line that is drawn anew on a terminal, a line per change elsewhere. */
final class ProgressLine {
    private static final int BAR = 40;
    private static final int LONGEST = 118;
    private static final long STEP_BYTES = 64 * 1024;
    /** So many looks without a new octet are worth a line of their own. */
    private static final int STALLED_LOOKS = 30;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean imageElsewhere;
    private final ZoneId zone;
    private String shown = "";
    private String shownKey = "";
    private long lastOffset = -1;
    private int looksWithoutProgress;

    /**
     * A line.
     *
     * @param imageElsewhere the device fetches the image from where the manifest says: of how many octets, the update
     *     does not tell
     */
    ProgressLine(PrintWriter out, boolean terminal, boolean imageElsewhere, ZoneId zone) {
        this.out = out;
        this.terminal = terminal;
        this.imageElsewhere = imageElsewhere;
        this.zone = zone;
    }

    /** Shows an update as the REST API has it told. */
    void show(JsonNode update) {
        String state = update.path("state").asText();
        String reason = update.path("reason").asText();
        long offset = update.path("offset").asLong();
        count(offset);
        if (state.equals("downloading") && imageElsewhere) {
            fetching(offset, update.path("deadline").asText(""));
        } else if (state.equals("pushing") || state.equals("downloading")) {
            long size = update.path("size").asLong();
            int percent = size == 0 ? 0 : (int) (100 * Math.min(offset, size) / size);
            print(state + " " + percent / 25, state + " " + (terminal ? bar(percent) : percent / 25 * 25 + " %"));
        } else {
            String text = state + (reason.isEmpty() ? "" : " (" + reason + ")");
            print(text, text);
        }
    }

    private void count(long offset) {
        looksWithoutProgress = offset == lastOffset ? looksWithoutProgress + 1 : 0;
        lastOffset = offset;
    }

    private void fetching(long offset, String deadline) {
        boolean stalled = looksWithoutProgress >= STALLED_LOOKS;
        String until =
                deadline.isEmpty() ? "" : TIME.format(Instant.parse(deadline).atZone(zone));
        String sofar = offset == 0 ? "nothing has come yet" : offset + " octets so far";
        String limit = until.isEmpty() ? "" : ", given up at " + until + " unless more comes";
        String why = stalled ? "; the device's log says why" : "";
        // A deadline moves with each step forward; where nothing moves, a new one is news.
        String key = "fetching " + (offset + STEP_BYTES - 1) / STEP_BYTES + (stalled ? " stalled " : "")
                + (stalled || offset == 0 ? until : "");
        print(key, "fetching from its firmware source: " + sofar + limit + why);
    }

    private void print(String key, String text) {
        if (terminal) {
            draw(text);
        } else if (!key.equals(shownKey)) {
            out.println(text);
            out.flush();
        }
        shownKey = key;
    }

    private static String bar(int percent) {
        int full = BAR * percent / 100;
        return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "] " + percent + " %";
    }

    private void draw(String text) {
        String line = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        out.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        out.flush();
        shown = line;
    }

    void end() {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
    }
}
