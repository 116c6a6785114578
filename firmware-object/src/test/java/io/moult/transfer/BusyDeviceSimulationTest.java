package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A push to a device of facts/interop.md 4 and 5, by seed: in the middle of a push it answers everything but the next
 * expected block with 5.03, reads too; after the last block a copy of that one gets 4.08. Answers get lost, and the
 * server is restarted with the number of the last block that it sent, answered or not.
 */
class BusyDeviceSimulationTest {
    @Test
    void push_toADeviceThatAnswersBusyToAllButTheNextBlock_endsWithTheRightOctets() {
        int lost = 0;
        int restarts = 0;
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Bytes body = Bodies.random(seed, 1 + random.nextInt(20_000));
            BusyDevice device = new BusyDevice(body.length());
            Block1Sender sender = sender(body, 0);
            SendStep step = new SendStep.Send(sender.current());
            for (int messages = 0; !(step instanceof SendStep.Done); messages++) {
                assertThat(messages).as("messages; seed %d", seed).isLessThan(2_000);
                if (step instanceof SendStep.ReadDevice || step instanceof SendStep.Park) {
                    step = sender.deviceRead(
                            device.complete ? new DeviceReading.Complete() : new DeviceReading.Unreadable());
                    continue;
                }
                assertThat(step).as("seed %d", seed).isNotInstanceOf(SendStep.Refused.class);
                SendBlock sent = sender.current();
                BlockAnswer answer = device.receive(sent, body.slice((int) sent.offsetBytes(), (int) sent.endBytes()));
                boolean answerLost = random.nextInt(10) == 0;
                if (answerLost) {
                    lost++;
                    answer = device.receive(sent, body.slice((int) sent.offsetBytes(), (int) sent.endBytes()));
                }
                if (answerLost && random.nextInt(5) == 0) {
                    restarts++;
                    sender = sender(body, sent.offsetBytes());
                    step = new SendStep.Send(sender.current());
                } else {
                    step = sender.answered(answer, answerLost);
                }
            }
            assertThat(Bytes.wrap(Arrays.copyOf(device.storage, body.length())))
                    .as("octets; seed %d", seed)
                    .isEqualTo(body);
        }
        assertThat(lost).isPositive();
        assertThat(restarts).isPositive();
    }

    private static Block1Sender sender(Bytes body, long from) {
        return new Block1Sender(body.length(), BodyIdentity.NONE, from, SendSettings.DEFAULT);
    }

    private static final class BusyDevice {
        final byte[] storage;
        long next;
        boolean complete;

        BusyDevice(int length) {
            storage = new byte[length];
        }

        BlockAnswer receive(SendBlock block, Bytes payload) {
            if (complete) {
                return BlockAnswer.of(CoapCode.REQUEST_ENTITY_INCOMPLETE, "");
            }
            if (block.offsetBytes() != next) {
                return BlockAnswer.of(CoapCode.SERVICE_UNAVAILABLE, "");
            }
            payload.copyInto(storage, (int) next);
            next += payload.length();
            complete = !block.block().more();
            return BlockAnswer.accepted(block.block());
        }
    }
}
