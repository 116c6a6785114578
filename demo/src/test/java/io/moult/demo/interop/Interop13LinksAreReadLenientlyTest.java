package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour 13: real devices send links that a strict parser refuses. */
class Interop13LinksAreReadLenientlyTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(3_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</>;rt=\"oma.lwm2m\";ct=\"60 110\",</1/0>,</3/0>,</5>;ver=\"1.1\",</5/0>",
                "</1/0>;ver=,</3/0>,</5/0>",
                "</1/0>;ver=1.1,</3/0>,</5/0>;ver=\"1.1\"",
                "</>;rt=\"oma.lwm2m\" , </1/0>, </3/0>, </5/0>",
                "</1/0>,</3/0>,</5/0>,</3303/0>;title=\"a, b\"",
            })
    void device_registersWithOddLinks_isUpdatedAllTheSame(String links) {
        ScriptedDevice device = device("thirteen", Habit.ordinary());
        device.registersWith(new ScriptedDevice.Registration(links, "U", "1.1", 300));
        device.register();

        operator().awaitState(push("thirteen", IMAGE), "succeeded");

        assertThat(operator().device("thirteen").path("registered").asBoolean()).isTrue();
        assertInstalledOnce(device, IMAGE);
    }
}
