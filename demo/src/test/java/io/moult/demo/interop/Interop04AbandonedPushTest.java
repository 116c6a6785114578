package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behaviour 4: in mid-push the device answers 5.03 to everything but the next expected block. So a server that is killed
 * must know the block number when it is back.
 */
class Interop04AbandonedPushTest {
    private static final Bytes IMAGE = Images.ofSize(60_000);
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("four");

    @TempDir
    Path directory = Path.of(".");

    private ServerProcess server = ServerProcess.none();
    private ScriptedDevice device = new ScriptedDevice(ACCOUNT, server.coaps(), new PlainObjects(Habit.anjay()));

    @BeforeEach
    void start() {
        server = ServerProcess.start(directory, 0);
        server.operator().admits(ACCOUNT);
        device = new ScriptedDevice(ACCOUNT, server.coaps(), new PlainObjects(Habit.anjay()));
        device.register();
    }

    @AfterEach
    void stop() {
        device.close();
        server.close();
    }

    @Test
    void push_serverIsKilledWhileTheDeviceWaits_goesOnAtTheNextBlock() {
        device.plays(request ->
                request.isBlock() && request.block().number() >= 20 ? Reaction.requestLost() : Reaction.asUsual());
        String id = push();
        Await.until("block 20", () -> device.blocks().stream().anyMatch(r -> r.isBlock(20)));

        killAndRestart();

        server.operator().awaitState(id, "succeeded");
        AgainstOurServer.assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(18)).hasSize(1);
    }

    @Test
    void push_serverIsKilledAtFullSpeed_neverBeginsAgain() {
        String id = push();
        Await.until("block 15", () -> device.blocks().stream().anyMatch(r -> r.isBlock(15)));

        killAndRestart();

        server.operator().awaitState(id, "succeeded");
        AgainstOurServer.assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
    }

    private String push() {
        return server.operator().push("four", server.operator().addRawRelease("four", IMAGE));
    }

    /** The device notices, has a fresh handshake and registers again; what it received it still has. */
    private void killAndRestart() {
        int coaps = server.coaps().getPort();
        server.kill();
        device.plays(request -> Reaction.asUsual());
        device.vanish();
        server = ServerProcess.start(directory, coaps);
        device.register();
    }
}
