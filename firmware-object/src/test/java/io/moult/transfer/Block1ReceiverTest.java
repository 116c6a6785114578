package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Blocks as a streaming receiver judges them. R146 (flow control, reassembly, resume of interrupted transfers). */
class Block1ReceiverTest {
    private static final Bytes BODY = Bodies.random(1, 10_000);
    private static final Bytes OTHER_BODY = Bodies.random(2, 10_000);
    private static final BodyIdentity TAG = Bodies.identity(BODY);
    private static final BodyIdentity OTHER_TAG = Bodies.identity(OTHER_BODY);

    private Block1Receiver receiver = new Block1Receiver(100_000, BlockSize.LARGEST);

    @Test
    void blocks_inOrder_areAcceptedEachAtItsOffset() {
        Offer.Accept first = accept(block(BODY, TAG, 0, 1024));
        Offer.Accept second = accept(block(BODY, TAG, 1024, 1024));

        assertThat(first.beginsBody()).isTrue();
        assertThat(first.bodyOffsetBytes()).isZero();
        assertThat(first.answer()).isEqualTo(BlockAnswer.accepted(new BlockOption(0, true, BlockSize.LARGEST)));
        assertThat(second.beginsBody()).isFalse();
        assertThat(second.bodyOffsetBytes()).isEqualTo(1024);
        assertThat(second.lengthOctets()).isEqualTo(1024);
        assertThat(second.skipOctets()).isZero();
        assertThat(receiver.nextOffsetBytes()).isEqualTo(2048);
    }

    @Test
    void lastBlock_completesTheBody() {
        receiveUpTo(9216, 1024);

        Offer.Accept last = accept(block(BODY, TAG, 9216, 1024));

        assertThat(last.last()).isTrue();
        assertThat(last.lengthOctets()).isEqualTo(784);
        assertThat(last.answer().code()).isEqualTo(CoapCode.CHANGED);
        assertThat(receiver.inProgress()).isFalse();
    }

    @Test
    void offer_withoutStoring_changesNothing() {
        accept(block(BODY, TAG, 0, 1024));

        receiver.offer(block(BODY, TAG, 1024, 1024));

        assertThat(receiver.nextOffsetBytes()).isEqualTo(1024);
    }

    @Test
    void wholeBody_inOneMessageWithoutBlock1_isFirstAndLast() {
        Offer offer = receiver.offer(
                new ReceivedBlock(Optional.empty(), OptionalLong.empty(), BodyIdentity.NONE, BODY.slice(0, 1200)));

        assertThat(offer).isInstanceOfSatisfying(Offer.Accept.class, accept -> {
            assertThat(accept.beginsBody()).isTrue();
            assertThat(accept.last()).isTrue();
            assertThat(accept.answer().code()).isEqualTo(CoapCode.CHANGED);
            assertThat(accept.answer().block1()).isEmpty();
        });
    }

    /** facts/interop.md 6: the offset counts, not the number. */
    @Test
    void smallerBlocks_inMidTransfer_areJudgedByOffset() {
        receiveUpTo(2048, 1024);

        assertThat(accept(block(BODY, TAG, 2048, 128)).bodyOffsetBytes()).isEqualTo(2048);
        assertThat(accept(block(BODY, TAG, 2176, 128)).bodyOffsetBytes()).isEqualTo(2176);
    }

    @Test
    void receiver_thatWantsSmallerBlocks_saysSoInEachAnswer() {
        receiver = new Block1Receiver(100_000, BlockSize.ofOctets(256));

        Offer.Accept first = accept(block(BODY, TAG, 0, 1024));

        assertThat(first.lengthOctets()).isEqualTo(1024);
        assertThat(first.answer().block1()).contains(new BlockOption(0, true, BlockSize.ofOctets(256)));
    }

    @Test
    void payload_shorterThanItsBlock_isMalformed() {
        Offer offer = receiver.offer(new ReceivedBlock(
                Optional.of(new BlockOption(0, true, BlockSize.LARGEST)),
                OptionalLong.empty(),
                TAG,
                BODY.slice(0, 1000)));

        assertRejected(offer, Offer.Reason.MALFORMED, CoapCode.BAD_REQUEST);
    }

    @Test
    void payload_longerThanItsLastBlock_isMalformed() {
        Offer offer = receiver.offer(new ReceivedBlock(
                Optional.of(new BlockOption(0, false, BlockSize.SMALLEST)),
                OptionalLong.empty(),
                TAG,
                BODY.slice(0, 17)));

        assertRejected(offer, Offer.Reason.MALFORMED, CoapCode.BAD_REQUEST);
    }

    @Test
    void size1_beyondTheCapacity_isRefusedAtTheFirstBlock() {
        receiver = new Block1Receiver(9_999, BlockSize.LARGEST);

        Offer offer = receiver.offer(block(BODY, TAG, 0, 1024));

        assertRejected(offer, Offer.Reason.TOO_LARGE, CoapCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(offer.answer().size1()).hasValue(9_999);
        assertThat(receiver.inProgress()).isFalse();
    }

    @Test
    void body_thatGrowsBeyondTheCapacityWithoutSize1_isRefusedThere() {
        receiver = new Block1Receiver(2_000, BlockSize.LARGEST);
        accept(withoutSize1(block(BODY, TAG, 0, 1024)));

        Offer offer = receiver.offer(withoutSize1(block(BODY, TAG, 1024, 1024)));

        assertRejected(offer, Offer.Reason.TOO_LARGE, CoapCode.REQUEST_ENTITY_TOO_LARGE);
    }

    @Test
    void gap_isAnsweredWithTheBlockThatIsNeeded() {
        receiveUpTo(3072, 1024);

        Offer offer = receiver.offer(block(BODY, TAG, 5120, 512));

        assertRejected(offer, Offer.Reason.GAP, CoapCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(offer.answer().diagnostic()).isEqualTo("next=6@5");
        assertThat(offer.answer().block1()).isEmpty();
    }

    @Test
    void blockOfAnotherBody_inMidTransfer_isSentToItsBeginning() {
        receiveUpTo(3072, 1024);

        Offer offer = receiver.offer(block(OTHER_BODY, OTHER_TAG, 3072, 1024));

        assertRejected(offer, Offer.Reason.OTHER_BODY, CoapCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(offer.answer().diagnostic()).isEqualTo("next=0@6");
        assertThat(receiver.nextOffsetBytes()).isEqualTo(3072);
    }

    @Test
    void laterBlock_withNothingInProgress_isSentToTheBeginning() {
        assertRejected(
                receiver.offer(block(BODY, TAG, 3072, 1024)),
                Offer.Reason.OTHER_BODY,
                CoapCode.REQUEST_ENTITY_INCOMPLETE);
    }

    @Test
    void firstBlockOfAnotherBody_inMidTransfer_beginsThatOne() {
        receiveUpTo(3072, 1024);

        Offer.Accept first = accept(block(OTHER_BODY, OTHER_TAG, 0, 1024));

        assertThat(first.beginsBody()).isTrue();
        assertThat(receiver.identity()).isEqualTo(OTHER_TAG);
        assertThat(receiver.nextOffsetBytes()).isEqualTo(1024);
    }

    /** facts/interop.md 5: its answer was lost, or the server was restarted, and it comes under a new message id. */
    @Test
    void previousBlock_onceMore_isAnsweredAgainAndNotStored() {
        receiveUpTo(3072, 1024);

        Offer offer = receiver.offer(block(BODY, TAG, 2048, 1024));

        assertThat(offer).isInstanceOf(Offer.Repeat.class);
        assertThat(offer.answer().code()).isEqualTo(CoapCode.CONTINUE);
        assertThat(receiver.nextOffsetBytes()).isEqualTo(3072);
    }

    @Test
    void firstBlock_onceMore_isAnsweredAgainAndNotStored() {
        accept(block(BODY, BodyIdentity.NONE, 0, 1024));

        assertThat(receiver.offer(block(BODY, BodyIdentity.NONE, 0, 1024))).isInstanceOf(Offer.Repeat.class);
    }

    @Test
    void lastBlock_onceMore_isAnswered204Again() {
        receiveUpTo(9216, 1024);
        accept(block(BODY, TAG, 9216, 1024));

        Offer offer = receiver.offer(block(BODY, TAG, 9216, 1024));

        assertThat(offer)
                .isInstanceOfSatisfying(
                        Offer.Repeat.class, repeat -> assertThat(repeat.last()).isTrue());
        assertThat(offer.answer().code()).isEqualTo(CoapCode.CHANGED);
    }

    @Test
    void previousBlock_withOtherOctets_isNoRepeat() {
        receiveUpTo(3072, 1024);

        Offer offer = receiver.offer(block(OTHER_BODY, TAG, 2048, 1024));

        assertRejected(offer, Offer.Reason.ALREADY_RECEIVED, CoapCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(offer.answer().diagnostic()).isEqualTo("next=3@6");
    }

    @Test
    void firstBlock_ofAnUnnamedBodyWithOtherOctets_beginsANewOne() {
        accept(block(BODY, BodyIdentity.NONE, 0, 1024));

        assertThat(accept(block(OTHER_BODY, BodyIdentity.NONE, 0, 1024)).beginsBody())
                .isTrue();
    }

    /** A server that has forgotten how far it was is told, instead of throwing away what is durable. */
    @Test
    void firstBlock_ofTheBodyInProgress_isSentOnToWhatIsNeeded() {
        receiveUpTo(5120, 1024);

        Offer offer = receiver.offer(block(BODY, TAG, 0, 1024));

        assertRejected(offer, Offer.Reason.ALREADY_RECEIVED, CoapCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(offer.answer().diagnostic()).isEqualTo("next=5@6");
    }

    @Test
    void firstBlock_withAShortForeignTagInUse_beginsAnew() {
        BodyIdentity foreign = new BodyIdentity(Bytes.ofHex("07"));
        accept(block(BODY, foreign, 0, 1024));
        accept(block(BODY, foreign, 1024, 1024));

        assertThat(accept(block(OTHER_BODY, foreign, 0, 1024)).beginsBody()).isTrue();
    }

    @Test
    void resumed_blockThatHoldsTheDurableOffset_isTakenFromThereOn() {
        receiver = Block1Receiver.resumed(100_000, BlockSize.LARGEST, TAG, 4_500);

        Offer.Accept overlap = accept(block(BODY, TAG, 4096, 1024));

        assertThat(overlap.beginsBody()).isFalse();
        assertThat(overlap.bodyOffsetBytes()).isEqualTo(4_500);
        assertThat(overlap.skipOctets()).isEqualTo(404);
        assertThat(overlap.lengthOctets()).isEqualTo(620);
        assertThat(receiver.nextOffsetBytes()).isEqualTo(5120);
    }

    @Test
    void resumed_blockBeyondTheDurableOffset_isSentBack() {
        receiver = Block1Receiver.resumed(100_000, BlockSize.LARGEST, TAG, 4_096);

        Offer offer = receiver.offer(block(BODY, TAG, 8192, 1024));

        assertRejected(offer, Offer.Reason.GAP, CoapCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(offer.answer().diagnostic()).isEqualTo("next=4@6");
    }

    @Test
    void resumed_bodyWithoutContentName_isForgotten() {
        receiver = Block1Receiver.resumed(100_000, BlockSize.LARGEST, BodyIdentity.NONE, 4_096);

        assertThat(receiver.inProgress()).isFalse();
        assertRejected(
                receiver.offer(block(BODY, BodyIdentity.NONE, 4096, 1024)),
                Offer.Reason.OTHER_BODY,
                CoapCode.REQUEST_ENTITY_INCOMPLETE);
    }

    @Test
    void forgotten_receiverTakesTheSameBodyAnew() {
        receiveUpTo(5120, 1024);

        receiver.forget();

        assertThat(accept(block(BODY, TAG, 0, 1024)).beginsBody()).isTrue();
    }

    @Test
    void stored_outOfTurn_isABug() {
        Offer.Accept first = accept(block(BODY, TAG, 0, 1024));
        Offer.Accept second = accept(block(BODY, TAG, 1024, 1024));

        assertThatThrownBy(() -> receiver.stored(second)).isInstanceOf(IllegalStateException.class);
        assertThat(first.beginsBody()).isTrue();
    }

    private void receiveUpTo(int offset, int size) {
        for (int at = 0; at < offset; at += size) {
            accept(block(BODY, TAG, at, size));
        }
    }

    private Offer.Accept accept(ReceivedBlock block) {
        Offer offer = receiver.offer(block);
        assertThat(offer).isInstanceOf(Offer.Accept.class);
        receiver.stored((Offer.Accept) offer);
        return (Offer.Accept) offer;
    }

    private static void assertRejected(Offer offer, Offer.Reason reason, CoapCode code) {
        assertThat(offer)
                .isInstanceOfSatisfying(
                        Offer.Reject.class,
                        reject -> assertThat(reject.reason()).isEqualTo(reason));
        assertThat(offer.answer().code()).isEqualTo(code);
    }

    private static ReceivedBlock block(Bytes body, BodyIdentity tag, int offset, int size) {
        int end = Math.min(offset + size, body.length());
        return new ReceivedBlock(
                Optional.of(BlockOption.at(offset, end < body.length(), BlockSize.ofOctets(size))),
                offset == 0 ? OptionalLong.of(body.length()) : OptionalLong.empty(),
                tag,
                body.slice(offset, end));
    }

    private static ReceivedBlock withoutSize1(ReceivedBlock block) {
        return new ReceivedBlock(block.block(), OptionalLong.empty(), block.identity(), block.payload());
    }
}
