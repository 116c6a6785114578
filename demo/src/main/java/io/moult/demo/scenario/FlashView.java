package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.cli.BootCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** What {@code moult boot state --json} reads from a device's files alone. */
record FlashView(JsonNode state) {
    static FlashView read(Path deviceDirectory) throws IOException {
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new BootCommand());
        command.setOut(new PrintWriter(text, true)).setErr(new PrintWriter(text, true));
        int status = command.execute("state", "--data", deviceDirectory.toString(), "--json");
        if (!text.toString().strip().startsWith("{")) {
            throw new IOException("boot state ended with " + status + ": " + text);
        }
        return new FlashView(new ObjectMapper().readTree(text.toString()));
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
