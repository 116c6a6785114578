package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.server.ServerSettings;
import java.util.concurrent.atomic.AtomicBoolean;
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
        ScriptedDevice device = registeredInQueueMode("ten");
        registered("other", Habit.ordinary());
        Await.until(
                "the device to be read, and then to be silent for longer than its awake time",
                () -> operator().device("ten").path("state").isNumber() && device.silentMillis() > 3 * AWAKE_MILLIS);
        int before = device.seen().size();
        String id = push("ten", IMAGE);
        operator().awaitState(push("other", IMAGE), "succeeded");
        assertThat(device.seen()).hasSize(before);
        assertThat(operator().update(id).path("timeline"))
                .as("while another was served, not even an attempt")
                .hasSize(1);

        ResponseCode woken = device.updateRegistration();

        assertThat(woken).isEqualTo(ResponseCode.CHANGED);
        operator().awaitState(id, "succeeded");
        assertInstalledOnce(device, IMAGE);
    }

    /** Blocks go past Leshan, which would not send them to a device that sleeps. */
    @Test
    void push_deviceFallsAsleepInTheMiddle_waitsAndGoesOnAtTheNextContact() {
        ScriptedDevice device = registeredInQueueMode("ten");
        AtomicBoolean busy = new AtomicBoolean(true);
        device.plays(request -> request.isBlock(3) && busy.getAndSet(false)
                ? Reaction.answer(ResponseCode.SERVICE_UNAVAILABLE)
                : Reaction.asUsual());
        String id = push("ten", IMAGE);

        Await.until(
                "the push to stop, or to go on, after block 3",
                () -> !busy.get()
                        && !operator().update(id).path("state").asText().equals("pushing"));
        JsonNode asleep = operator().update(id);
        ResponseCode woken = device.updateRegistration();

        assertThat(asleep.path("state").asText()).isEqualTo("waiting-for-contact");
        assertThat(asleep.path("reason").asText()).contains("the device sleeps");
        assertThat(woken).isEqualTo(ResponseCode.CHANGED);
        operator().awaitState(id, "succeeded");
        assertInstalledOnce(device, IMAGE);
    }

    private ScriptedDevice registeredInQueueMode(String endpoint) {
        ScriptedDevice device = device(endpoint, Habit.ordinary());
        device.registersWith(new ScriptedDevice.Registration("</1/0>,</3/0>,</5/0>", "UQ", "1.1", 300));
        device.register();
        return device;
    }
}
