package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code moult boot state --json}, a process of its own, reads from a device's files alone. */
record FlashView(JsonNode state) {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int EXIT_DEADLINE_MILLIS = 30_000;

    /** Begins to look; several may look at a time. */
    static ChildProcess look(Children children, Path deviceDirectory) throws IOException {
        ChildProcess process = children.start(
                "boot-state-" + children.started(),
                JVM_OPTIONS,
                List.of("boot", "state", "--data", deviceDirectory.toString(), "--json"));
        process.mayEnd();
        return process;
    }

    /** What it has seen, when it has ended. */
    static FlashView seenBy(ChildProcess look) throws IOException, InterruptedException {
        int status = look.exitStatus(EXIT_DEADLINE_MILLIS);
        if (status != 0) {
            throw new IOException("boot state ended with " + status + ": " + look.lastWords());
        }
        return new FlashView(new ObjectMapper().readTree(String.join("\n", look.output())));
    }

    private JsonNode running() {
        return state.path("running");
    }

    /** The version of the image that would run. */
    String version() {
        return running().path("version").asText();
    }

    /** The SHA-256 of the octets that would execute. */
    String imageSha256() {
        return running().path("imageSha256").asText();
    }

    /** The public key of what the device signs, as PEM. */
    String reportKey() {
        return state.path("reportKey").asText();
    }

    /** Whether those octets, and the envelope beside them, verify. */
    boolean verified() {
        return running().path("verified").asBoolean();
    }

    /** Whether the running image is kept for good. */
    boolean confirmed() {
        return running().path("confirmed").asBoolean();
    }

    /** Such as {@code 2.0.0, verified, confirmed}. */
    String inShort() {
        return version()
                + (verified() ? ", verified" : ", NOT verified")
                + (confirmed() ? ", confirmed" : ", on trial");
    }
}
