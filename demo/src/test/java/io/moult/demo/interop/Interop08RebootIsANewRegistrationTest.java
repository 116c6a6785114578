package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.updateobject.UpdateResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Behaviour 8: a reboot is a new Register, and all observations are gone: observe again, then read Result. */
class Interop08RebootIsANewRegistrationTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(5_000);

    @Test
    void update_deviceReboots_observationsAreSetAgainAndResultIsRead() {
        ScriptedDevice device = registered("eight", Habit.ordinary());
        Await.until("observations", () -> device.observed("/5/0/3") && device.observed("/5/0/5"));

        JsonNode update = operator().awaitState(push("eight", IMAGE), "succeeded");

        assertThat(update.path("result").asInt()).isEqualTo(1);
        assertThat(device.registrations()).isEqualTo(2);
        Await.until("observations again", () -> device.observed("/5/0/3") && device.observed("/5/0/5"));
    }

    @Test
    void update_deviceComesBackWithAFailedResult_failsWithIt() {
        ScriptedDevice device = registered("eight", Habit.ordinary());
        device.onUpdate(() -> device.reboot("1.0.0", UpdateResult.UPDATE_FAILED));

        JsonNode update = operator().awaitState(push("eight", IMAGE), "failed");

        assertThat(update.path("result").asInt()).isEqualTo(UpdateResult.UPDATE_FAILED.code());
        assertThat(update.path("reason").asText()).isNotBlank();
    }

    @Test
    void push_deviceRebootsInMidTransferAndForgetsIt_beginsAgainAndSucceeds() {
        ScriptedDevice device = registered("eight", Habit.ordinary());
        device.plays(request -> request.isBlock(3) && device.registrations() == 1
                ? new Reaction.Then(Reaction.requestLost(), () -> device.reboot("1.0.0", UpdateResult.INITIAL))
                : Reaction.asUsual());

        operator().awaitState(push("eight", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    @Test
    void update_orderedWhileTheServerStillReadsANewlyRegisteredDevice_isNotTakenForOvertakenByAReset() {
        ScriptedDevice device = device("eight", Habit.anjay());
        List<Incoming> postponed = new CopyOnWriteArrayList<>();
        device.plays(request -> {
            if (request.isRead("/5/0/8") && postponed.isEmpty()) {
                postponed.add(request);
                return Reaction.requestLost();
            }
            boolean firstBlock = request.isBlock(0) && device.blocks().size() == 1;
            return firstBlock
                    ? new Reaction.Then(Reaction.answerLost(), () -> device.answerNow(postponed.get(0)))
                    : Reaction.asUsual();
        });
        device.register();
        Await.until("the first reading to be held up", () -> !postponed.isEmpty());

        operator().awaitState(push("eight", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
        assertThat(device.registrations()).isEqualTo(2);
    }
}
