package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.server.ServerSettings;
import io.moult.server.tracker.Deadlines;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every wait has a deadline and a named end; here the deadlines are short. */
class NothingWaitsForEverTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(5_000);
    private static final Duration SHORT = Duration.ofMillis(800);

    @Override
    ServerSettings.Builder settings(ServerSettings.Builder defaults) {
        return defaults.deadlines(new Deadlines(
                Duration.ofMillis(1500),
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                SHORT,
                Duration.ofMillis(200),
                Duration.ofMillis(300)));
    }

    /** Behaviour 7: a port where nobody answers leaves a device in State 1 for long. */
    @Test
    void pull_deviceStaysInStateDownloading_failsAndTheDeviceIsReset() {
        ScriptedDevice device = registered("waits", Habit.ordinary());
        String release = operator().addRawRelease("waits", IMAGE);

        JsonNode update = operator()
                .awaitEnd(operator().order(Map.of("endpoint", "waits", "release", release, "delivery", "uri")));

        assertFailed(update, "download");
        Await.until("the device to be idle", () -> device.objects().state() == State.IDLE);
    }

    @Test
    void update_deviceNeverHeardOf_fails() {
        operator().admits(DeviceAccount.of("waits"));

        assertFailed(operator().awaitEnd(push("waits", IMAGE)), "");
    }

    @Test
    void update_deviceNeverAnswers_fails() {
        ScriptedDevice device = device("waits", Habit.ordinary());
        device.plays(request -> Reaction.requestLost());
        device.register();

        assertFailed(operator().awaitEnd(push("waits", IMAGE)), "");
    }

    @Test
    void push_deviceFallsSilentInMidTransfer_fails() {
        ScriptedDevice device = registered("waits", Habit.ordinary());
        device.plays(request -> request.isBlock() && request.block().number() == 0
                ? Reaction.asUsual()
                : device.blocks().isEmpty() ? Reaction.asUsual() : Reaction.requestLost());

        assertFailed(operator().awaitEnd(push("waits", IMAGE)), "");
    }

    @Test
    void update_deviceNeverComesBackFromItsReboot_fails() {
        ScriptedDevice device = registered("waits", Habit.ordinary());
        device.onUpdate(device::vanish);

        assertFailed(operator().awaitEnd(push("waits", IMAGE)), "come back");
    }

    /** Behaviour 12: such a device boots in State 1 and never leaves it. */
    @Test
    void push_deviceIsInStateDownloadingForEver_fails() {
        ScriptedDevice device = device("waits", Habit.ordinary());
        device.plays(request -> {
            device.objects().become(State.DOWNLOADING, UpdateResult.INITIAL);
            device.objects().takeChanges();
            Reaction usual = Reaction.asUsual();
            return new Reaction.Then(usual, () -> device.objects().become(State.DOWNLOADING, UpdateResult.INITIAL));
        });
        device.register();

        assertFailed(operator().awaitEnd(push("waits", IMAGE)), "");
    }

    private static void assertFailed(JsonNode update, String says) {
        assertThat(update.path("state").asText()).as(update.toString()).isEqualTo("failed");
        assertThat(update.path("reason").asText()).contains(says).isNotBlank();
    }
}
