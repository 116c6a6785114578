package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 1 of real devices: a push may skip State 1 (0, 2, 3, 0), and a notification of State can overtake the 2.04
 * of the last block.
 */
class Interop01PushMaySkipStateDownloadingTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(20_000);

    @Test
    void update_deviceNeverShowsStateDownloading_succeeds() {
        ScriptedDevice device = registered("one", Habit.anjay());

        JsonNode update = operator().awaitState(push("one", IMAGE), "succeeded");

        assertThat(update.path("result").asInt()).isEqualTo(1);
        assertInstalledOnce(device, IMAGE);
    }

    @Test
    void update_stateNotificationOvertakesTheAnswer_isExecutedOnce() {
        ScriptedDevice device = registered("one", Habit.with(Habit.ordinary(), Habit.NOTIFIES_BEFORE_ANSWERING));

        JsonNode update = operator().awaitState(push("one", IMAGE), "succeeded");

        assertThat(update.path("result").asInt()).isEqualTo(1);
        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(Incoming::isLastBlock).hasSize(1);
    }
}
