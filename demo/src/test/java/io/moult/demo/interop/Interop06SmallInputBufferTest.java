package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 6: a small input buffer gives a bare 4.13; the block size may change in mid-transfer, and then the offset
 * counts, not the number; only content format 42 is taken.
 */
class Interop06SmallInputBufferTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(10_000);
    private static final int OPAQUE = 42;

    @Test
    void push_bareTooLargeOnTheFirstBlock_goesOnWithSmallerBlocks() {
        ScriptedDevice device = registered("six", Habit.ordinary());
        device.plays(Interop06SmallInputBufferTest::takesAtMost256);

        operator().awaitState(push("six", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    @Test
    void push_secondUpdateOfTheSameDevice_beginsWithTheSizeThatWorked() {
        ScriptedDevice device = registered("six", Habit.ordinary());
        device.plays(Interop06SmallInputBufferTest::takesAtMost256);
        operator().awaitState(push("six", IMAGE), "succeeded");
        int before = device.blocks().size();

        operator().awaitState(push("six", Images.ofSize(3_000)), "succeeded");

        assertThat(device.blocks().subList(before, device.blocks().size()))
                .allMatch(r -> r.block().sizeBytes() <= 256);
    }

    @Test
    void push_tooLargeInMidTransfer_goesOnAtTheSameOffset() {
        ScriptedDevice device = registered("six", Habit.ordinary());
        device.plays(request -> request.isBlock() && request.block().offsetBytes() >= 4096
                ? takesAtMost256(request)
                : Reaction.asUsual());

        operator().awaitState(push("six", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks()).filteredOn(r -> r.isBlock(0)).hasSize(1);
    }

    @Test
    void push_deviceAsksForSmallerBlocksInMidTransfer_offsetCounts() {
        ScriptedDevice device = registered("six", Habit.ordinary());
        device.plays(request -> {
            if (request.isBlock(4)) {
                device.objects().prefersBlocksOf(128);
            }
            return Reaction.asUsual();
        });

        operator().awaitState(push("six", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
        assertThat(device.blocks())
                .filteredOn(r -> r.block().offsetBytes() > 5 * 1024)
                .allMatch(r -> r.block().sizeBytes() == 128);
    }

    @Test
    void push_everyBlock_isOpaqueAndOfOneBody() {
        ScriptedDevice device = registered("six", Habit.ordinary());

        operator().awaitState(push("six", IMAGE), "succeeded");

        assertThat(device.blocks()).allMatch(r -> r.contentFormat() == OPAQUE);
        assertThat(device.blocks().stream().map(Incoming::requestTag).distinct())
                .singleElement()
                .satisfies(tag -> assertThat(tag).isPresent());
    }

    private static Reaction takesAtMost256(Incoming request) {
        return request.isBlock() && request.payload().length() > 256
                ? Reaction.answer(ResponseCode.REQUEST_ENTITY_TOO_LARGE)
                : Reaction.asUsual();
    }
}
