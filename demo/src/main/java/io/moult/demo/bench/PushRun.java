package io.moult.demo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.demo.bench.child.RunConfig;
import io.moult.demo.bench.report.Quartiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * One run: a fresh server JVM, a fresh JVM with all devices, bodies to warm both up, and those that
 * are measured. Both JVMs have ended when it returns.
 */
final class PushRun {

    private final PushSettings settings;
    private final RunPlan.Planned planned;
    private final Deadline deadline;

    PushRun(PushSettings settings, RunPlan.Planned planned, LongSupplier nanoTime) {
        this.settings = settings;
        this.planned = planned;
        this.deadline = Deadline.in(settings.runLimit(), nanoTime);
    }

    /** Makes the run with these bodies; {@code directory} is empty and its own, and gets the logs. */
    RunResult make(Bodies bodies, Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("run.json");
        int limitSeconds = (int) Math.max(1, settings.runLimit().toSeconds());
        new RunConfig(
                        settings.devices(),
                        settings.blockBytes(),
                        limitSeconds,
                        directory.toString(),
                        bodies.of(planned.end()))
                .write(file);
        End end = planned.end();
        try (ChildProcess server = ChildProcess.start(
                        "server's JVM", ChildCommand.server(end, file), directory.resolve("server.log"));
                ChildProcess devices = ChildProcess.start(
                        "devices' JVM",
                        ChildCommand.devices(end, settings.deviceHeap(), file),
                        directory.resolve("devices.log"))) {
            return measure(server, devices);
        } catch (RunFailed failed) {
            return RunResult.failed(planned.pair(), end, String.valueOf(failed.getMessage()));
        }
    }

    private RunResult measure(ChildProcess server, ChildProcess devices) throws RunFailed, InterruptedException {
        server.tell("listen");
        int port = server.await("listening", deadline, devices).path("port").asInt();
        devices.tell("connect " + port);
        devices.await("connected", deadline, server);
        server.tell("await-devices");
        server.await("registered", deadline, devices);

        for (int body = 0; body < settings.warmUps(); body++) {
            push(server, devices, "push", body);
        }
        List<Double> seconds = new ArrayList<>();
        OptionalLong heap = OptionalLong.empty();
        for (int body = settings.warmUps(); body < settings.bodies(); body++) {
            JsonNode pushed = push(server, devices, settings.heap() ? "push-heap" : "push", body);
            seconds.add(pushed.path("nanos").asLong() / 1e9);
            if (settings.heap()) {
                heap = OptionalLong.of(pushed.path("heapGrowthBytes").asLong());
            }
        }
        long bytes = (long) settings.devices() * settings.sizeBytes();
        double median = Quartiles.of(seconds).orElseThrow().median();
        return RunResult.succeeded(planned.pair(), planned.end(), median, bytes, heap);
    }

    private JsonNode push(ChildProcess server, ChildProcess devices, String command, int body)
            throws RunFailed, InterruptedException {
        String which = body < settings.warmUps() ? "a warm-up push" : "the push";
        server.tell(command + " " + body);
        JsonNode pushed = server.await("pushed", deadline, devices);
        int accepted = pushed.path("accepted").asInt();
        if (accepted != settings.devices()) {
            throw new RunFailed(which + " was accepted by " + accepted + " of " + settings.devices() + " devices: "
                    + pushed.path("refused").path(0).asText("no reason given"));
        }
        if (command.equals("push-heap") && pushed.path("collections").asLong() == 0) {
            throw new RunFailed(which + " was over before a collection could be forced");
        }
        devices.tell("holding " + body);
        int right = devices.await("holding", deadline, server).path("devices").asInt();
        if (right != settings.devices()) {
            throw new RunFailed(which + " left the right image on " + right + " of " + settings.devices() + " devices");
        }
        return pushed;
    }
}
