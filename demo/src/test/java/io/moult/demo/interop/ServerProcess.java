package io.moult.demo.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Our server as a process, so that it can be killed. */
final class ServerProcess implements AutoCloseable {
    private final MoultProcess process;
    private final int coaps;
    private final Operator operator;

    private ServerProcess(MoultProcess process, int coaps, int http) {
        this.process = process;
        this.coaps = coaps;
        this.operator = new Operator(http);
    }

    /** Starts a server on this directory's data and waits until it serves. */
    static ServerProcess start(Path directory, int coapsPort) {
        Path data = directory.resolve("server");
        MoultProcess process = MoultProcess.startServer(
                directory,
                "server",
                "--data",
                data.toString(),
                "--coaps",
                Integer.toString(coapsPort),
                "--firmware-coaps",
                "0",
                "--http",
                "0");
        Path ports = data.resolve("server.json");
        long[] http = new long[1];
        long[] coaps = new long[1];
        Await.until(
                "the server's ports",
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the server ended: " + process.output());
                    }
                    JsonNode json = read(ports);
                    http[0] = json.path("http").asLong();
                    coaps[0] = json.path("coaps").asLong();
                    return json.path("pid").asLong() == process.pid() && http[0] > 0;
                },
                process::output);
        return new ServerProcess(process, (int) coaps[0], (int) http[0]);
    }

    InetSocketAddress coaps() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), coaps);
    }

    Operator operator() {
        return operator;
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private static JsonNode read(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        return Files.exists(file) ? mapper.readTree(Files.readString(file)) : mapper.createObjectNode();
    }
}
