package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.WriteResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scripted device itself, against somebody who did not write it: a stock Leshan server. */
class ScriptedDeviceTest {
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("scripted");

    private StockLeshanServer server;
    private ScriptedDevice device;

    @BeforeEach
    void start() {
        server = new StockLeshanServer(c ->
                c.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 6).set(CoapConfig.ACK_TIMEOUT, 300, TimeUnit.MILLISECONDS));
        server.admits(ACCOUNT);
        device = new ScriptedDevice(ACCOUNT, server.address(), new PlainObjects(Habit.ordinary()));
    }

    @AfterEach
    void stop() {
        device.close();
        server.close();
    }

    @Test
    void device_stockServerPushesAndUpdates_takesImageAndReportsSuccess() {
        Bytes image = Images.ofSize(5000);
        device.register();
        server.observe("scripted", 5, 0, 3);
        server.observe("scripted", 5, 0, 5);

        WriteResponse written =
                server.send("scripted", new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, image.toArray()));
        Await.until(
                "state 2 notified",
                () -> server.notified().contains("/5/0/3=2"),
                () -> server.notified().toString());
        // stock Leshan cancels what is under way when a device registers anew, be it answered or not
        server.sendWithoutWaiting("scripted", new ExecuteRequest(5, 0, 2));
        Await.until("a second registration", () -> server.arrivals() == 2);

        assertThat(written.isSuccess()).as(written.toString()).isTrue();
        assertThat(device.objects().installed()).isEqualTo(image);
        assertThat(server.notified()).contains("/5/0/3=1", "/5/0/3=2");
        assertThat(server.read("scripted", 5, 0, 5)).isEqualTo(1L);
        assertThat(server.read("scripted", 5, 0, 7)).isEqualTo("2.0.0");
    }

    @Test
    void device_answerLostOnBlock_seesTheSameMessageAgain() {
        device.objects().prefersBlocksOf(256);
        device.plays(request -> request.isBlock(2)
                        && device.seen().stream().filter(r -> r.isBlock(2)).count() == 1
                ? Reaction.answerLost()
                : Reaction.asUsual());
        device.register();

        WriteResponse written = server.send(
                "scripted",
                new WriteRequest(
                        ContentFormat.OPAQUE, 5, 0, 0, Images.ofSize(2000).toArray()));

        assertThat(written.isSuccess()).as(written.toString()).isTrue();
        assertThat(device.objects().body()).isEqualTo(Images.ofSize(2000));
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(2)).hasSize(2);
    }

    @Test
    void device_rebootsAndRebinds_isReachedAgain() throws Exception {
        try (UdpForwarder forwarder = new UdpForwarder(server.address());
                ScriptedDevice moving =
                        new ScriptedDevice(ACCOUNT, forwarder.address(), new PlainObjects(Habit.anjay()))) {
            moving.register();
            forwarder.rebind();
            assertThat(moving.updateRegistration()).isEqualTo(ResponseCode.CHANGED);
            assertThat(server.registration("scripted").getPort()).isEqualTo(forwarder.outsidePort());
            assertThat(server.read("scripted", 5, 0, 3)).isEqualTo((long) State.IDLE.code());

            moving.reboot("3.0.0", UpdateResult.SUCCESS);
            Await.until("a second registration", () -> server.arrivals() == 2);

            assertThat(server.read("scripted", 5, 0, 7)).isEqualTo("3.0.0");
            assertThat(server.read("scripted", 5, 0, 5)).isEqualTo(1L);
        }
    }

    @Test
    void device_inMidPushWithAnjaysHabits_answersOnlyTheNextBlock() {
        ScriptedDevice anjay = new ScriptedDevice(ACCOUNT, server.address(), new PlainObjects(Habit.anjay()));
        try (anjay) {
            anjay.plays(request -> request.isBlock(3) ? Reaction.requestLost() : Reaction.asUsual());
            anjay.register();
            server.sendWithoutWaiting(
                    "scripted",
                    new WriteRequest(
                            ContentFormat.OPAQUE, 5, 0, 0, Images.ofSize(5000).toArray()));
            Await.until("block 3 to come", () -> anjay.blocks().stream().anyMatch(r -> r.isBlock(3)));

            assertThat(server.tryRead("scripted", 5, 0, 3).getCode().getCode()).isEqualTo(503);
        }
    }
}
