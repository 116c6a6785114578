package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows an update to its end, and says what it came to. */
final class Watch {
    private static final long POLL_MILLIS = 300;

    private final ApiClient api;
    private final PrintWriter out;
    private final boolean json;

    Watch(ApiClient api, PrintWriter out, boolean json) {
        this.api = api;
        this.out = out;
        this.json = json;
    }

    /**
     * Shows each step until the update has ended, or waits for approval where that is wanted.
     *
     * @param wanted the state in which it is a success
     * @return exit status: 0 when it came to what was wanted
     */
    int follow(JsonNode ordered, String wanted) throws IOException, InterruptedException {
        String id = ordered.path("id").asText();
        boolean waitsForApproval = !ordered.path("execute").asBoolean(true) && wanted.equals("succeeded");
        ProgressLine line = new ProgressLine(
                json ? new PrintWriter(PrintWriter.nullWriter()) : out,
                isTerminal(),
                imageElsewhere(ordered),
                ZoneId.systemDefault());
        CountDownLatch pause = new CountDownLatch(1);
        while (true) {
            JsonNode update = api.get("/updates/" + ApiClient.escaped(id));
            String state = update.path("state").asText();
            boolean ready = waitsForApproval && state.equals("ready");
            line.show(update);
            if (update.path("finished").asBoolean() || ready) {
                line.end();
                out.println(json ? update.toString() : verdict(update));
                out.flush();
                return state.equals(wanted) || ready ? 0 : 1;
            }
            if (pause.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this latch down");
            }
        }
    }

    private boolean imageElsewhere(JsonNode update) throws IOException, InterruptedException {
        String uri = api.get(
                        "/releases/" + ApiClient.escaped(update.path("release").asText()))
                .path("payloadUri")
                .asText("");
        return !uri.isEmpty() && !uri.startsWith("#");
    }

    private static String verdict(JsonNode update) {
        String endpoint = update.path("endpoint").asText();
        String state = update.path("state").asText();
        String reason = update.path("reason").asText();
        String before = update.path("versionBefore").asText();
        String after = update.path("versionAfter").asText();
        if (state.equals("succeeded")) {
            return endpoint + ": updated" + (before.isEmpty() ? "" : " from version " + before)
                    + (after.isEmpty() ? "" : " to version " + after) + ".";
        }
        if (state.equals("ready")) {
            return endpoint + ": holds the package and waits for approval (update " + endpoint + " --approve).";
        }
        return endpoint + ": " + state.toUpperCase(Locale.ROOT) + (reason.isEmpty() ? "" : ": " + reason) + ".";
    }

    /** The launcher says so; Java itself cannot tell on every release. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("moult.terminal");
    }
}
