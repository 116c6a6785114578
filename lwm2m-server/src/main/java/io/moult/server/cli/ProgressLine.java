package io.moult.server.cli;

import java.io.PrintWriter;

/** Where an update stands: one line that is drawn anew on a terminal, a line per change elsewhere. */
final class ProgressLine {
    private static final int WIDTH = 40;
    private final PrintWriter out;
    private final boolean terminal;
    private String shown = "";

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(String state, String reason, long offsetBytes, long sizeBytes) {
        boolean moves = state.equals("pushing") || state.equals("downloading");
        int percent = sizeBytes == 0 ? 0 : (int) (100 * Math.min(offsetBytes, sizeBytes) / sizeBytes);
        if (terminal) {
            String bar = moves ? " " + bar(percent) : "";
            draw(state + bar + (reason.isEmpty() || moves ? "" : " (" + reason + ")"));
        } else {
            String text =
                    state + (moves ? " " + percent / 25 * 25 + " %" : reason.isEmpty() ? "" : " (" + reason + ")");
            if (!text.equals(shown)) {
                out.println(text);
                out.flush();
                shown = text;
            }
        }
    }

    private static String bar(int percent) {
        int full = WIDTH * percent / 100;
        return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " %";
    }

    private void draw(String text) {
        String line = text.length() > 118 ? text.substring(0, 118) : text;
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
