package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.ServerSettings;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;

/** Behaviour 10: a device in queue mode that has been silent for its awake time is left alone until it speaks. */
class Interop10QueueModeTest extends AgainstOurServer {
    private static final int AWAKE_MILLIS = 300;
    private static final Bytes IMAGE = Images.ofSize(5_000);

    @Override
    ServerSettings.Builder settings(ServerSettings.Builder defaults) {
        return super.settings(defaults).awakeMillis(AWAKE_MILLIS);
    }

    @Test
    void update_deviceSleeps_waitsAndGoesOnAtTheNextContact() {
        ScriptedDevice device = device("ten", Habit.ordinary());
        device.registersWith(new ScriptedDevice.Registration("</1/0>,</3/0>,</5/0>", "UQ", "1.1", 300));
        device.register();
        Await.until(
                "the device to be read, and then to be silent for longer than its awake time",
                () -> operator().device("ten").path("state").isNumber() && device.silentMillis() > 3 * AWAKE_MILLIS);
        int before = device.seen().size();
        String id = push("ten", IMAGE);
        operator().awaitState(id, "waiting-for-contact");
        assertThat(device.seen()).hasSize(before);

        ResponseCode woken = device.updateRegistration();

        assertThat(woken).isEqualTo(ResponseCode.CHANGED);
        operator().awaitState(id, "succeeded");
        assertInstalledOnce(device, IMAGE);
    }
}
