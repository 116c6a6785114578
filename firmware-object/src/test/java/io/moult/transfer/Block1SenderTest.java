package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.transfer.SendStep.Cause;
import io.moult.transfer.SendStep.Doubt;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * A push as the sender sees it, each test a ladder: what is sent ({@code number/more/size}), what is answered.
 * R121 (server-initiated download), R146 (flow control, fragmentation, resume).
 */
class Block1SenderTest {
    private static final BodyIdentity TAG = new BodyIdentity(Bytes.ofHex("0102030405060708"));
    private static final BodyIdentity OTHER = new BodyIdentity(Bytes.ofHex("ffffffffffffffff"));

    @Test
    void push_withNothingInTheWay_sendsEachBlockOnce() {
        Block1Sender push = push(2_500, 0);

        assertSends(push.current(), "0/1/1024");
        assertThat(push.current().size1()).hasValue(2_500);
        assertThat(push.current().identity()).isEqualTo(TAG);
        assertSends(push.answered(on(CoapCode.CONTINUE, "0/1/1024")), "1/1/1024");
        assertThat(push.current().size1()).isEmpty();
        assertThat(push.current().identity()).isEqualTo(TAG);
        assertSends(push.answered(on(CoapCode.CONTINUE, "1/1/1024")), "2/0/1024");
        assertThat(push.current().lengthBytes()).isEqualTo(452);
        assertThat(push.answered(on(CoapCode.CHANGED, "2/0/1024"))).isEqualTo(new SendStep.Done());
    }

    @Test
    void push_ofExactlyOneBlock_isOneLastBlock() {
        Block1Sender push = push(1_024, 0);

        assertSends(push.current(), "0/0/1024");
        assertThat(push.answered(on(CoapCode.CHANGED))).isEqualTo(new SendStep.Done());
    }

    /** R146; facts/interop.md 6: the offset counts, not the number. */
    @Test
    void smallerSize_namedIn231_countsFromTheOffset() {
        Block1Sender push = push(2_048, 0);

        assertSends(push.answered(on(CoapCode.CONTINUE, "0/1/256")), "4/1/256");
        assertSends(push.answered(on(CoapCode.CONTINUE, "4/1/256")), "5/1/256");
    }

    @Test
    void largerSize_namedIn231_isNotTaken() {
        Block1Sender push =
                new Block1Sender(2_048, TAG, 0, SendSettings.DEFAULT.withBlockSize(BlockSize.ofOctets(256)));

        assertSends(push.answered(on(CoapCode.CONTINUE, "0/1/1024")), "1/1/256");
    }

    @Test
    void finalAnswer_beforeTheLastBlock_doesNotEndThePush() {
        Block1Sender push = push(2_048, 0);

        assertSends(push.answered(on(CoapCode.CHANGED, "0/0/1024")), "1/0/1024");
    }

    @Test
    void continue_onTheLastBlock_isAReasonToRead() {
        Block1Sender push = push(1_000, 0);

        assertThat(push.answered(on(CoapCode.CONTINUE))).isEqualTo(new SendStep.ReadDevice(Doubt.LAST_BLOCK));
        assertThat(push.deviceRead(new DeviceReading.Complete())).isEqualTo(new SendStep.Done());
    }

    @Test
    void incomplete_withOurHint_goesThere() {
        Block1Sender push = push(10_240, 8_192);

        assertSends(push.current(), "8/1/1024");
        assertThat(push.current().size1()).hasValue(10_240);
        assertSends(push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "next=4@6")), "4/1/1024");
        assertThat(push.current().size1()).hasValue(10_240);
    }

    @Test
    void incomplete_withAHintInSmallerBlocks_goesToTheBlockThatHoldsTheOctet() {
        Block1Sender push = push(10_240, 8_192);

        assertSends(push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "next=18@4")), "4/1/1024");
    }

    @Test
    void incomplete_withoutHint_readsTheDeviceAndBeginsAnew() {
        Block1Sender push = push(10_240, 8_192);

        assertThat(push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "offset 8192 doesn't match")))
                .isEqualTo(new SendStep.ReadDevice(Doubt.INCOMPLETE));
        assertSends(push.deviceRead(new DeviceReading.Downloading()), "0/1/1024");
    }

    @Test
    void incomplete_withoutHintButWithProgressOfThisBody_goesOnThere() {
        Block1Sender push = push(10_240, 8_192);

        push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, ""));

        assertSends(push.deviceRead(new DeviceReading.Holds(TAG, 4_500)), "4/1/1024");
    }

    @Test
    void progress_ofAnotherBody_isWorthNothing() {
        Block1Sender push = push(10_240, 8_192);

        push.timedOut();

        assertSends(push.deviceRead(new DeviceReading.Holds(OTHER, 4_500)), "0/1/1024");
    }

    @Test
    void hint_beyondTheBody_readsTheDevice() {
        Block1Sender push = push(2_048, 0);

        assertThat(push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "next=2@6")))
                .isEqualTo(new SendStep.ReadDevice(Doubt.LAST_BLOCK));
    }

    @Test
    void deviceThatSendsUsBackForEver_isParkedAfterSoManyRestarts() {
        Block1Sender push = push(10_240, 0);
        SendStep step = new SendStep.Send(push.current());

        for (int i = 0; i < SendSettings.DEFAULT.restarts(); i++) {
            assertThat(step).isInstanceOf(SendStep.Send.class);
            step = push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "next=0@6"));
        }

        assertThat(push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, "next=0@6")))
                .isEqualTo(new SendStep.Park(Doubt.RESTARTS));
    }

    /** facts/interop.md 17: some devices insist on one token for the whole body. */
    @Test
    void incomplete_rightAfterTheFirstBlock_makesTheNextRunUseOneToken() {
        Block1Sender push = push(10_240, 0);
        push.answered(on(CoapCode.CONTINUE, "0/1/1024"));

        push.answered(diagnostic(CoapCode.REQUEST_ENTITY_INCOMPLETE, ""));
        push.deviceRead(new DeviceReading.Downloading());

        assertThat(push.current().sameToken()).isTrue();
        assertThat(push.sameToken()).isTrue();
    }

    /** facts/interop.md 6: a small input buffer gives a bare 4.13. */
    @Test
    void tooLarge_bare_lowersTheSizeStepByStep() {
        Block1Sender push = push(2_048, 0);

        assertSends(push.answered(on(CoapCode.REQUEST_ENTITY_TOO_LARGE)), "0/1/512");
        assertSends(push.answered(on(CoapCode.REQUEST_ENTITY_TOO_LARGE)), "0/1/256");
        assertSends(push.answered(on(CoapCode.CONTINUE)), "1/1/256");
    }

    @Test
    void tooLarge_withASmallerBlock1_takesThatSizeAtOnce() {
        Block1Sender push = push(4_096, 1_024);

        assertSends(push.answered(on(CoapCode.REQUEST_ENTITY_TOO_LARGE, "1/1/64")), "16/1/64");
    }

    @Test
    void tooLarge_withSize1OfABuffer_takesTheSizeThatFits() {
        Block1Sender push = push(4_096, 0);

        assertSends(push.answered(size1(CoapCode.REQUEST_ENTITY_TOO_LARGE, 300)), "0/1/256");
    }

    /** facts/interop.md 14: a stock Leshan client takes 8192 octets. */
    @Test
    void tooLarge_withSize1BelowTheBody_isARefusalOfTheBody() {
        Block1Sender push = push(10_240, 0);

        assertThat(push.answered(size1(CoapCode.REQUEST_ENTITY_TOO_LARGE, 8_192)))
                .isInstanceOfSatisfying(
                        SendStep.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Cause.BODY_TOO_LARGE));
    }

    @Test
    void tooLarge_onTheSmallestBlocks_isARefusal() {
        Block1Sender push = new Block1Sender(2_048, TAG, 0, SendSettings.DEFAULT.withBlockSize(BlockSize.SMALLEST));

        assertThat(push.answered(on(CoapCode.REQUEST_ENTITY_TOO_LARGE)))
                .isInstanceOfSatisfying(
                        SendStep.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Cause.BLOCK_TOO_LARGE));
    }

    @Test
    void smallerSize_thatCannotNumberTheBody_isARefusal() {
        Block1Sender push = push(200L << 20, 0);

        assertThat(push.answered(on(CoapCode.CONTINUE, "0/1/64")))
                .isInstanceOfSatisfying(
                        SendStep.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Cause.BLOCK_TOO_LARGE));
    }

    @Test
    void busy_waitsAndSendsTheSameBlock() {
        Block1Sender push = push(4_096, 0);
        push.answered(on(CoapCode.CONTINUE));

        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "1/1/1024", 500);
        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "1/1/1024", 1_000);
        assertSends(push.answered(on(CoapCode.CONTINUE)), "2/1/1024");
        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "2/1/1024", 500);
    }

    @Test
    void busy_withMaxAge_waitsAsLongAsAskedFor() {
        Block1Sender push = push(4_096, 0);

        assertLater(push.answered(BlockAnswer.busy(9)), "0/1/1024", 9_000);
    }

    @Test
    void busy_beyondPatience_parks() {
        Block1Sender push = new Block1Sender(
                4_096, TAG, 0, new SendSettings(BlockSize.LARGEST, new RetrySchedule(1, 100, 1, 2), 3, false));

        push.answered(on(CoapCode.SERVICE_UNAVAILABLE));
        push.answered(on(CoapCode.SERVICE_UNAVAILABLE));

        assertThat(push.answered(on(CoapCode.SERVICE_UNAVAILABLE))).isEqualTo(new SendStep.Park(Doubt.BUSY));
    }

    /** facts/interop.md 4 and 5: the ACK was lost, and the device answers all but the next block with 5.03. */
    @Test
    void busy_afterARetransmission_triesTheNextBlockInTurn() {
        Block1Sender push = push(4_096, 0);

        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE), true), "1/1/1024", 500);
        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "0/1/1024", 1_000);
        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "1/1/1024", 2_000);
        assertSends(push.answered(on(CoapCode.CONTINUE)), "2/1/1024");
    }

    /** facts/interop.md 4: the server was restarted and remembers the number of the block, answered or not. */
    @Test
    void busy_afterOurOwnRestart_triesTheNextBlockInTurn() {
        Block1Sender push = push(4_096, 1_024);

        assertLater(push.answered(on(CoapCode.SERVICE_UNAVAILABLE)), "2/1/1024", 500);
        assertSends(push.answered(on(CoapCode.CONTINUE)), "3/0/1024");
    }

    @Test
    void incomplete_onATrialOfTheNextBlock_returnsToTheOneBefore() {
        Block1Sender push = push(4_096, 1_024);
        push.answered(on(CoapCode.SERVICE_UNAVAILABLE));

        assertLater(push.answered(on(CoapCode.REQUEST_ENTITY_INCOMPLETE)), "1/1/1024", 1_000);
    }

    /** facts/interop.md 5: a retransmitted last block gets 4.08 although State is 2 by then. */
    @Test
    void lastBlock_retransmittedAndIncomplete_isDoneWhenTheStateSaysSo() {
        Block1Sender push = push(1_500, 0);
        push.answered(on(CoapCode.CONTINUE));

        assertThat(push.answered(on(CoapCode.REQUEST_ENTITY_INCOMPLETE), true))
                .isEqualTo(new SendStep.ReadDevice(Doubt.LAST_BLOCK));
        assertThat(push.deviceRead(new DeviceReading.Complete())).isEqualTo(new SendStep.Done());
    }

    /** facts/interop.md 3: a push in State 2 gets 4.00. */
    @Test
    void lastBlock_retransmittedAndRefused_isReadOnceAndThenRefused() {
        Block1Sender push = push(1_500, 0);
        push.answered(on(CoapCode.CONTINUE));

        assertThat(push.answered(on(CoapCode.BAD_REQUEST), true)).isEqualTo(new SendStep.ReadDevice(Doubt.LAST_BLOCK));
        assertLater(push.deviceRead(new DeviceReading.Downloading()), "1/0/1024", 500);
        assertThat(push.answered(on(CoapCode.BAD_REQUEST))).isInstanceOf(SendStep.Refused.class);
    }

    @Test
    void timeout_parks_andGoesOnWhereTheDeviceSays() {
        Block1Sender push = push(10_240, 5_120);

        assertThat(push.timedOut()).isEqualTo(new SendStep.Park(Doubt.TIMEOUT));
        assertSends(push.deviceRead(new DeviceReading.Holds(TAG, 4_096)), "4/1/1024");
    }

    @Test
    void timeout_ofAPlainDevice_goesOnWhereItWas() {
        Block1Sender push = push(10_240, 5_120);

        push.timedOut();

        assertSends(push.deviceRead(new DeviceReading.Downloading()), "5/1/1024");
    }

    @Test
    void timeout_ofADeviceThatHasForgotten_beginsAnew() {
        Block1Sender push = push(10_240, 5_120);

        push.timedOut();

        assertSends(push.deviceRead(new DeviceReading.Nothing()), "0/1/1024");
    }

    @Test
    void device_thatCannotBeReadJustNow_isTriedLater() {
        Block1Sender push = push(10_240, 5_120);

        push.timedOut();

        assertLater(push.deviceRead(new DeviceReading.Unreadable()), "5/1/1024", 500);
    }

    @Test
    void progress_ofTheWholeBody_sendsTheLastBlockAgain() {
        Block1Sender push = push(2_100, 0);

        push.timedOut();

        assertSends(push.deviceRead(new DeviceReading.Holds(TAG, 2_100)), "2/0/1024");
    }

    @Test
    void refusal_carriesCodeAndLabel() {
        Block1Sender push = push(10_240, 0);

        assertThat(push.answered(diagnostic(CoapCode.BAD_REQUEST, "class-mismatch")))
                .isEqualTo(new SendStep.Refused(CoapCode.BAD_REQUEST, "class-mismatch", Cause.RECEIVER));
    }

    private static Block1Sender push(long length, long from) {
        return new Block1Sender(length, TAG, from, SendSettings.DEFAULT);
    }

    private static void assertSends(SendStep step, String block) {
        assertThat(step).isInstanceOf(SendStep.Send.class);
        assertSends(((SendStep.Send) step).block(), block);
    }

    private static void assertSends(SendBlock sent, String block) {
        assertThat(sent.block()).hasToString(block);
    }

    private static void assertLater(SendStep step, String block, long delayMillis) {
        assertThat(step).isInstanceOf(SendStep.SendLater.class);
        assertSends(((SendStep.SendLater) step).block(), block);
        assertThat(((SendStep.SendLater) step).delayMillis()).isEqualTo(delayMillis);
    }

    private static BlockAnswer on(CoapCode code) {
        return BlockAnswer.of(code, "");
    }

    private static BlockAnswer on(CoapCode code, String block) {
        String[] parts = block.split("/");
        return on(code).withBlock1(new BlockOption(
                Integer.parseInt(parts[0]), parts[1].equals("1"), BlockSize.ofOctets(Integer.parseInt(parts[2]))));
    }

    private static BlockAnswer diagnostic(CoapCode code, String words) {
        return BlockAnswer.of(code, words);
    }

    private static BlockAnswer size1(CoapCode code, long size) {
        return new BlockAnswer(code, Optional.empty(), OptionalLong.of(size), OptionalLong.empty(), "");
    }
}
