package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Follows an update to its end, and says what it came to. */
final class Watch {
    private static final long POLL_MILLIS = 300;
    /** So long a server may be away, for example to be started again, while the update goes on. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiClient api;
    private final PrintWriter out;
    private final boolean json;
    private final LongSupplier nanoClock;
    private final CountDownLatch pause = new CountDownLatch(1);

    Watch(ApiClient api, PrintWriter out, boolean json, LongSupplier nanoClock) {
        this.api = api;
        this.out = out;
        this.json = json;
        this.nanoClock = nanoClock;
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
        while (true) {
            JsonNode update = patiently("/updates/" + ApiClient.escaped(id));
            String state = update.path("state").asText();
            boolean ready = waitsForApproval && state.equals("ready");
            line.show(update);
            if (update.path("finished").asBoolean() || ready) {
                line.end();
                out.println(json ? update.toString() : verdict(update));
                out.flush();
                return state.equals(wanted) || ready ? 0 : 1;
            }
            pause();
        }
    }

    /** Asks the server, again and again while it does not answer. */
    private JsonNode patiently(String path) throws IOException, InterruptedException {
        long beganNanos = nanoClock.getAsLong();
        boolean told = false;
        while (true) {
            try {
                JsonNode answer = api.get(path);
                if (told) {
                    tell("the server answers again");
                }
                return answer;
            } catch (ApiClient.Silent silent) {
                if (nanoClock.getAsLong() - beganNanos >= PATIENCE.toNanos()) {
                    throw silent;
                }
                if (!told) {
                    tell((isTerminal() ? System.lineSeparator() : "") + "the server does not answer; waiting");
                    told = true;
                }
                pause();
            }
        }
    }

    private void tell(String words) {
        if (!json) {
            out.println(words);
            out.flush();
        }
    }

    private void pause() throws InterruptedException {
        if (pause.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts this latch down");
        }
    }

    private boolean imageElsewhere(JsonNode update) throws IOException, InterruptedException {
        String uri = patiently(
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
