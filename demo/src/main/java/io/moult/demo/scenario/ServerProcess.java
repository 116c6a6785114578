package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server of the story: a process of its own, killed and started again on the same ports. */
final class ServerProcess {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);
    private static final List<String> JVM_OPTIONS = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** The ports that the server says it has. */
    record Ports(int coaps, int firmwareCoaps, int http) {
        static final Ports ANY = new Ports(0, 0, 0);
    }

    private final Children children;
    private final Waiting waiting;
    private final Path data;
    private final Path trace;
    private Ports ports = Ports.ANY;
    private @Nullable ChildProcess process;

    ServerProcess(Children children, Waiting waiting, Path directory) {
        this.children = children;
        this.waiting = waiting;
        this.data = directory.resolve("server");
        this.trace = directory.resolve("server-wire.jsonl");
    }

    /** Starts it, and returns when it has said its ports. */
    void start() throws Exception {
        Files.createDirectories(data);
        ChildProcess started = children.start(
                "server",
                JVM_OPTIONS,
                List.of(
                        "server",
                        "--data",
                        data.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--coaps",
                        Integer.toString(ports.coaps()),
                        "--firmware-coaps",
                        Integer.toString(ports.firmwareCoaps()),
                        "--http",
                        Integer.toString(ports.http()),
                        "--trace",
                        trace.toString()));
        process = started;
        ports = waiting.until("the server says its ports", START_DEADLINE, () -> announced(started));
    }

    private Optional<Ports> announced(ChildProcess started) throws IOException {
        Path file = data.resolve("server.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        if (!text.strip().endsWith("}")) {
            return Optional.empty();
        }
        JsonNode said = new ObjectMapper().readTree(text);
        return said.path("pid").asLong() == started.pid()
                ? Optional.of(new Ports(
                        said.path("coaps").asInt(),
                        said.path("firmwareCoaps").asInt(),
                        said.path("http").asInt()))
                : Optional.empty();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        running().kill();
    }

    /** SIGTERM; returns the exit status. */
    int stop() throws InterruptedException {
        return running().stop();
    }

    long pid() {
        return running().pid();
    }

    Ports ports() {
        return ports;
    }

    InetSocketAddress coaps() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.coaps());
    }

    InetSocketAddress firmwareCoaps() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.firmwareCoaps());
    }

    WireLog wire() {
        return new WireLog(trace);
    }

    private ChildProcess running() {
        if (process == null) {
            throw new IllegalStateException("the server was never started");
        }
        return process;
    }
}
