package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One emulated device of the story: its directory stays, its process comes and goes. */
final class DeviceProcess {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int WATCHDOG_MILLIS = 1_500;

    private static final String IDLE_PROBE_SECONDS = "6";

    private final Children children;
    private final String endpoint;
    private final Path data;
    private final Path trace;
    private final String server;
    private final String keyHex;
    private final String slotSize;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable ChildProcess process;

    /** Where a device is and whom it talks to. */
    record Place(Path directory, String server, String keyHex, long slotBytes) {}

    DeviceProcess(Children children, String endpoint, Place place) throws IOException {
        this.children = children;
        this.endpoint = endpoint;
        this.data = Files.createDirectories(place.directory().resolve(endpoint));
        this.trace = place.directory().resolve(endpoint + "-wire.jsonl");
        this.server = place.server();
        this.keyHex = place.keyHex();
        this.slotSize = Long.toString(place.slotBytes());
    }

    /** Manufactures it and switches it on: identifiers, certificate and first image are put in before it ever runs. */
    void manufacture(Path keys, Path firstImage) throws IOException {
        start("--provision", keys.toString(), "--first-image", firstImage.toString(), "--slot-size", slotSize);
    }

    /** Manufactures it blank, and switches it on: its first image brings identifiers and certificate along. */
    void manufactureBlank(Path firstImage) throws IOException {
        start("--first-image", firstImage.toString(), "--slot-size", slotSize);
    }

    /** Switches it on. */
    void start(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "device",
                "--data",
                data.toString(),
                "--endpoint",
                endpoint,
                "--server",
                server,
                "--identity",
                endpoint,
                "--key",
                keyHex,
                "--watchdog",
                Integer.toString(WATCHDOG_MILLIS),
                "--idle-probe",
                IDLE_PROBE_SECONDS,
                "--trace",
                trace.toString(),
                "--json"));
        arguments.addAll(List.of(more));
        process = children.start(endpoint, JVM_OPTIONS, arguments);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        running().kill();
    }

    /** SIGTERM; returns the exit status. */
    int stop() throws InterruptedException {
        return running().stop();
    }

    ChildProcess running() {
        if (process == null) {
            throw new IllegalStateException(endpoint + " was never started");
        }
        return process;
    }

    String endpoint() {
        return endpoint;
    }

    String keyHex() {
        return keyHex;
    }

    Path data() {
        return data;
    }

    WireLog wire() {
        return new WireLog(trace);
    }

    /** What its flash holds, as {@code moult boot state} reads it from the files alone. */
    FlashView flash() throws IOException, InterruptedException {
        return FlashView.seenBy(FlashView.look(children, data));
    }

    /** Says how an image behaves; only the stand-in for the application will ever read it. */
    void behave(Bytes imageSha256, String behaviour) throws IOException {
        Path table = data.resolve("behaviour.json");
        ObjectNode rows = json.createObjectNode();
        if (Files.exists(table)) {
            JsonNode before = json.readTree(table.toFile());
            before.properties().forEach(row -> rows.set(row.getKey(), row.getValue()));
        }
        Files.writeString(table, rows.put(imageSha256.hex(), behaviour).toString());
    }
}
