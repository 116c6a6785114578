package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 9: the address of a device changes in mid-push. With DTLS Connection ID the association lives on; the sender
 * waits for the device's next message and goes on there.
 */
class Interop09NatRebindingTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(40_000);

    @Test
    void push_addressChangesInMidTransfer_goesOnAfterTheNextMessageWithoutAHandshake() throws Exception {
        DeviceAccount account = DeviceAccount.of("nine");
        operator().admits(account);
        UdpForwarder forwarder = closing(new UdpForwarder(server().coaps()));
        ScriptedDevice device =
                closing(new ScriptedDevice(account, forwarder.address(), new PlainObjects(Habit.ordinary())));
        device.register();
        int firstPort = forwarder.outsidePort();
        device.plays(request -> request.isBlock(10) && forwarder.outsidePort() == firstPort
                ? new Reaction.Then(Reaction.requestLost(), forwarder::rebind)
                : Reaction.asUsual());
        String id = push("nine", IMAGE);
        Await.until("the rebinding", () -> forwarder.outsidePort() != firstPort);

        ResponseCode updated = device.updateRegistration();

        assertThat(updated).isEqualTo(ResponseCode.CHANGED);
        operator().awaitState(id, "succeeded");
        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(9)).hasSize(1);
    }
}
