package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behaviour 4: in mid-push the device answers 5.03 to everything but the next expected block. So a server that is killed
 * must know the block number when it is back.
 */
class Interop04AbandonedPushTest {
    private static final Bytes IMAGE = Images.ofSize(60_000);
    private static final Bytes LONG_IMAGE = Images.ofSize(400_000);
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("four");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    Path directory = Path.of(".");

    @Test
    void push_serverIsKilledWhileTheDeviceWaits_goesOnAtTheNextBlock() {
        ServerProcess first = open(ServerProcess.start(directory, 0));
        ScriptedDevice device = registered(first);
        device.plays(request ->
                request.isBlock() && request.block().number() >= 20 ? Reaction.requestLost() : Reaction.asUsual());
        String id = push(first, IMAGE);
        Await.until("block 20", () -> device.blocks().stream().anyMatch(r -> r.isBlock(20)));

        ServerProcess second = killAndRestart(first, device);

        second.operator().awaitState(id, "succeeded");
        AgainstOurServer.assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(18)).hasSize(1);
    }

    @Test
    void push_serverIsKilledAtFullSpeed_neverBeginsAgain() {
        ServerProcess first = open(ServerProcess.start(directory, 0));
        ScriptedDevice device = registered(first);
        String id = push(first, LONG_IMAGE);
        Await.until("block 15", () -> device.blocks().stream().anyMatch(r -> r.isBlock(15)));

        ServerProcess second = killAndRestart(first, device);

        second.operator().awaitState(id, "succeeded");
        AgainstOurServer.assertInstalledOnce(device, LONG_IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private ScriptedDevice registered(ServerProcess server) {
        server.operator().admits(ACCOUNT);
        ScriptedDevice device = open(new ScriptedDevice(ACCOUNT, server.coaps(), new PlainObjects(Habit.anjay())));
        device.register();
        return device;
    }

    private static String push(ServerProcess server, Bytes image) {
        return server.operator().push("four", server.operator().addRawRelease("four", image));
    }

    /** The device notices, has a fresh handshake and registers again; what it received it still has. */
    private ServerProcess killAndRestart(ServerProcess server, ScriptedDevice device) {
        int coaps = server.coaps().getPort();
        server.kill();
        assertThat(device.blocks()).as("the kill came in mid-push").noneMatch(Incoming::isLastBlock);
        device.plays(request -> Reaction.asUsual());
        device.vanish();
        ServerProcess again = open(ServerProcess.start(directory, coaps));
        device.register();
        return again;
    }

    private <T extends AutoCloseable> T open(T resource) {
        open.push(resource);
        return resource;
    }
}
