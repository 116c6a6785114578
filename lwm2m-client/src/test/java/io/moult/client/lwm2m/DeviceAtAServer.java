package io.moult.client.lwm2m;

import io.moult.client.support.Await;
import io.moult.updateobject.State;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the whole client begin with: a Leshan server, and a device that has registered there. */
abstract class DeviceAtAServer {
    @TempDir
    Path directory;

    TestServer server;
    RunningDevice device;

    @BeforeEach
    void startBoth() throws Exception {
        server = new TestServer(0);
        device = new RunningDevice(
                directory, server.uri(), settings -> settings.traceFile(directory.resolve("trace.jsonl")));
        server.awaitRegistration();
    }

    @AfterEach
    void stopBoth() throws Exception {
        device.close();
        server.close();
    }

    void await(State state) {
        Await.until("State " + state, () -> device.client().view().state() == state);
    }
}
