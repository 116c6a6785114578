package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the numbered tests share: our server with its own database on free ports, an operator, and devices. */
abstract class AgainstOurServer {
    @TempDir
    Path directory = Path.of(".");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private MoultServer server = MoultServer.none();

    @BeforeEach
    void startServer() {
        server = MoultServer.start(directory.resolve("server"), 0);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        server.close();
    }

    MoultServer server() {
        return server;
    }

    Operator operator() {
        return server.operator();
    }

    /** Closes the server and starts it again on the same data and the same port for devices. */
    void restartServer() {
        int coaps = server.coaps().getPort();
        server.close();
        server = MoultServer.start(directory.resolve("server"), coaps);
    }

    /** A device with an account at the server, not yet registered. */
    ScriptedDevice device(String endpoint, Set<Habit> habits) {
        DeviceAccount account = DeviceAccount.of(endpoint);
        operator().admits(account);
        return closing(new ScriptedDevice(account, server.coaps(), new PlainObjects(habits)));
    }

    /** Such a device, registered. */
    ScriptedDevice registered(String endpoint, Set<Habit> habits) {
        ScriptedDevice device = device(endpoint, habits);
        device.register();
        return device;
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Orders a push of an image and gives the update's id. */
    String push(String endpoint, Bytes image) {
        return operator().push(endpoint, operator().addRawRelease("image-" + image.length(), image));
    }

    static void assertInstalledOnce(ScriptedDevice device, Bytes image) {
        assertThat(device.objects().installed()).isEqualTo(image);
        assertThat(device.seen()).filteredOn(r -> r.isExecute("/5/0/2")).hasSize(1);
    }
}
