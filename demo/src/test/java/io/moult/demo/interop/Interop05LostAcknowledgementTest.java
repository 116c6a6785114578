package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 5: without a response cache on the device, the retransmission after a lost acknowledgement is answered 5.03,
 * that of the last block 4.08 although State is 2 by then.
 */
class Interop05LostAcknowledgementTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(10_000);

    @Test
    void push_acknowledgementOfABlockIsLost_goesOnAtTheNextBlock() {
        ScriptedDevice device = registered("five", Habit.anjay());
        device.plays(losingTheFirstAnswerTo(device, r -> r.isBlock(3)));

        operator().awaitState(push("five", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(3)).hasSizeGreaterThan(1);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
    }

    @Test
    void push_acknowledgementOfTheLastBlockIsLost_stateIsReadAndUpdateSucceeds() {
        ScriptedDevice device = registered("five", Habit.anjay());
        device.plays(losingTheFirstAnswerTo(device, Incoming::isLastBlock));

        operator().awaitState(push("five", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(Incoming::isLastBlock).hasSizeGreaterThan(1);
    }

    @Test
    void update_rebootComesBeforeTheAnswerToExecute_succeeds() {
        ScriptedDevice device = registered("five", Habit.ordinary());
        device.plays(losingTheFirstAnswerTo(device, r -> r.isExecute("/5/0/2")));

        operator().awaitState(push("five", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    private static ScriptedDevice.Script losingTheFirstAnswerTo(ScriptedDevice device, Predicate<Incoming> which) {
        return request ->
                which.test(request) && device.seen().stream().filter(which).count() == 1
                        ? Reaction.answerLost()
                        : Reaction.asUsual();
    }
}
