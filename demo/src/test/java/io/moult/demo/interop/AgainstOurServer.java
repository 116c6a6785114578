package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.ServerSettings;
import io.moult.server.tracker.Deadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the numbered tests share: our server with its own database on free ports, an operator, and devices. */
abstract class AgainstOurServer {
    @TempDir
    Path directory = Path.of(".");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<ServerUnderTest> server = Optional.empty();

    /** What a test needs to be otherwise than in the field, so that nobody waits. */
    ServerSettings.Builder settings(ServerSettings.Builder defaults) {
        return defaults.deadlines(impatient());
    }

    /** The product's deadlines, but the questions and retries come at once. */
    static Deadlines impatient() {
        Deadlines d = Deadlines.DEFAULT;
        return new Deadlines(
                d.contact(),
                d.slot(),
                d.answer(),
                d.transferIdle(),
                d.downloadIdle(),
                d.downloadTotal(),
                d.verification(),
                d.approval(),
                d.reboot(),
                d.deferral(),
                Duration.ofMillis(200),
                Duration.ofMillis(300));
    }

    @BeforeEach
    void startServer() {
        server = Optional.of(ServerUnderTest.start(directory.resolve("server"), 0, this::settings));
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        server().close();
    }

    ServerUnderTest server() {
        return server.orElseThrow();
    }

    Operator operator() {
        return server().operator();
    }

    /** Closes the server and starts it again on the same data and the same port for devices. */
    void restartServer() {
        int coaps = server().coaps().getPort();
        server().close();
        server = Optional.of(ServerUnderTest.start(directory.resolve("server"), coaps, this::settings));
    }

    /** A device with an account at the server, not yet registered. */
    ScriptedDevice device(String endpoint, Set<Habit> habits) {
        DeviceAccount account = DeviceAccount.of(endpoint);
        operator().admits(account);
        return closing(new ScriptedDevice(account, server().coaps(), new PlainObjects(habits)));
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
