package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.transfer.FetchStep.Get;
import io.moult.transfer.FetchStep.Reason;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A fetch as the device sees it, each test a ladder. R146 (resume of interrupted transfers), R20 (back-off). */
class Block2FetcherTest {
    private static final Bytes ETAG = Bytes.ofHex("aa01");
    private static final Bytes OTHER_ETAG = Bytes.ofHex("aa02");
    private static final FetchSettings SETTINGS =
            new FetchSettings(BlockSize.LARGEST, new RetrySchedule(100, 200, 1_000, 700), 1);

    @Test
    void fetch_withNothingInTheWay_asksForEachBlockOnce() {
        Block2Fetcher fetch = fetch(OptionalLong.of(2_500), 0, Optional.empty());

        assertThat(fetch.first()).isEqualTo(new Get(0, BlockSize.LARGEST));
        assertThat(fetch.answered(block(0, true, 1024, 1024)))
                .isEqualTo(new FetchStep.Store(0, 0, 1024, new Get(1, BlockSize.LARGEST)));
        assertThat(fetch.answered(block(1, true, 1024, 1024)))
                .isEqualTo(new FetchStep.Store(1024, 0, 1024, new Get(2, BlockSize.LARGEST)));
        assertThat(fetch.answered(block(2, false, 1024, 452)))
                .isEqualTo(new FetchStep.Store(2048, 0, 452, new FetchStep.Done(2_500)));
        assertThat(fetch.etag()).contains(ETAG);
    }

    @Test
    void fetch_resumedBetweenBlocks_skipsWhatIsThere() {
        Block2Fetcher fetch = fetch(OptionalLong.of(10_000), 4_500, Optional.of(ETAG));

        assertThat(fetch.first()).isEqualTo(new Get(4, BlockSize.LARGEST));
        assertThat(fetch.answered(block(4, true, 1024, 1024)))
                .isEqualTo(new FetchStep.Store(4_500, 404, 620, new Get(5, BlockSize.LARGEST)));
    }

    @Test
    void fetch_withNothingLeft_isDone() {
        assertThat(fetch(OptionalLong.of(10_000), 10_000, Optional.of(ETAG)).first())
                .isEqualTo(new FetchStep.Done(10_000));
    }

    @Test
    void smallerBlocks_fromTheServer_countFromTheOffset() {
        Block2Fetcher fetch = fetch(OptionalLong.of(10_000), 0, Optional.empty());
        fetch.answered(block(0, true, 1024, 1024));

        assertThat(fetch.answered(block(4, true, 256, 256)))
                .isEqualTo(new FetchStep.Store(1024, 0, 256, new Get(5, BlockSize.ofOctets(256))));
    }

    @Test
    void smallerBlocks_underAnUnscaledNumber_areAskedForAgain() {
        Block2Fetcher fetch = fetch(OptionalLong.of(10_000), 2_048, Optional.of(ETAG));

        assertThat(fetch.answered(block(2, true, 256, 256))).isEqualTo(new Get(8, BlockSize.ofOctets(256)));
    }

    @Test
    void body_withoutBlock2_isTakenWhole() {
        Block2Fetcher fetch = fetch(OptionalLong.of(300), 0, Optional.empty());

        assertThat(fetch.answered(new FetchedBlock(
                        CoapCode.CONTENT,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Bodies.random(1, 300))))
                .isEqualTo(new FetchStep.Store(0, 0, 300, new FetchStep.Done(300)));
    }

    @Test
    void etag_thatChanges_startsAgain() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 0, Optional.empty());
        fetch.answered(block(0, true, 1024, 1024));

        assertThat(fetch.answered(tagged(block(1, true, 1024, 1024), Optional.of(OTHER_ETAG))))
                .isEqualTo(new FetchStep.StartAgain(new Get(0, BlockSize.LARGEST)));
        assertThat(fetch.offsetBytes()).isZero();
        fetch.answered(tagged(block(0, true, 1024, 1024), Optional.of(OTHER_ETAG)));
        assertThat(fetch.etag()).contains(OTHER_ETAG);
        assertThat(fetch.offsetBytes()).isEqualTo(1024);
    }

    @Test
    void etag_thatDisappears_startsAgain() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 2_048, Optional.of(ETAG));

        assertThat(fetch.answered(tagged(block(2, true, 1024, 1024), Optional.empty())))
                .isInstanceOf(FetchStep.StartAgain.class);
    }

    @Test
    void etag_thatChangesTooOften_givesUp() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 2_048, Optional.of(ETAG));
        fetch.answered(tagged(block(2, true, 1024, 1024), Optional.of(OTHER_ETAG)));
        fetch.answered(tagged(block(0, true, 1024, 1024), Optional.of(OTHER_ETAG)));

        assertGaveUp(fetch.answered(block(1, true, 1024, 1024)), Reason.UNSTABLE);
    }

    @Test
    void serverWithoutEtags_isTrustedNotToChangeTheBody() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 2_048, Optional.empty());

        assertThat(fetch.answered(tagged(block(2, true, 1024, 1024), Optional.empty())))
                .isInstanceOf(FetchStep.Store.class);
        assertThat(fetch.answered(tagged(block(3, true, 1024, 1024), Optional.empty())))
                .isInstanceOf(FetchStep.Store.class);
    }

    @Test
    void size2_otherThanExpected_givesUpBeforeAnythingIsStored() {
        Block2Fetcher fetch = fetch(OptionalLong.of(10_000), 0, Optional.empty());
        FetchedBlock first = block(0, true, 1024, 1024);

        assertGaveUp(
                fetch.answered(new FetchedBlock(
                        first.code(),
                        first.block2(),
                        OptionalLong.of(10_001),
                        first.etag(),
                        first.maxAgeSeconds(),
                        first.payload())),
                Reason.WRONG_SIZE);
    }

    @Test
    void body_thatEndsEarlyOrLate_givesUp() {
        assertGaveUp(
                fetch(OptionalLong.of(10_000), 0, Optional.empty()).answered(block(0, false, 1024, 1024)),
                Reason.WRONG_SIZE);
        assertGaveUp(
                fetch(OptionalLong.of(1_024), 0, Optional.empty()).answered(block(0, true, 1024, 1024)),
                Reason.WRONG_SIZE);
    }

    @Test
    void silence_isMetWithTheScheduleAndThenGivenUp() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 0, Optional.empty());
        Get first = new Get(0, BlockSize.LARGEST);

        assertThat(fetch.timedOut()).isEqualTo(new FetchStep.GetLater(first, 100));
        assertThat(fetch.timedOut()).isEqualTo(new FetchStep.GetLater(first, 200));
        assertThat(fetch.timedOut()).isEqualTo(new FetchStep.GetLater(first, 400));
        assertGaveUp(fetch.timedOut(), Reason.UNREACHABLE);
    }

    @Test
    void aBlock_endsTheSpellOfTrouble() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 0, Optional.empty());
        fetch.timedOut();
        fetch.timedOut();

        fetch.answered(block(0, true, 1024, 1024));

        assertThat(fetch.timedOut()).isEqualTo(new FetchStep.GetLater(new Get(1, BlockSize.LARGEST), 100));
    }

    @Test
    void busy_withMaxAge_waitsAsLongAsAskedForWithinTheTotal() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 0, Optional.empty());
        FetchedBlock busy = new FetchedBlock(
                CoapCode.SERVICE_UNAVAILABLE,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.of(1),
                Bytes.EMPTY);

        assertGaveUp(fetch.answered(busy), Reason.UNREACHABLE);
        assertThat(new Block2Fetcher(OptionalLong.empty(), 0, Optional.empty(), FetchSettings.DEFAULT).answered(busy))
                .isEqualTo(new FetchStep.GetLater(new Get(0, BlockSize.LARGEST), 2_000));
    }

    /** facts/interop.md 7: a 404 is terminal. */
    @Test
    void notFound_givesUpAtOnce() {
        assertGaveUp(
                fetch(OptionalLong.empty(), 0, Optional.empty()).answered(FetchedBlock.of(CoapCode.NOT_FOUND)),
                Reason.NOT_FOUND);
    }

    @Test
    void refusalOfTheFirstBlock_givesUpAtOnce() {
        assertGaveUp(
                fetch(OptionalLong.empty(), 0, Optional.empty()).answered(FetchedBlock.of(CoapCode.BAD_REQUEST)),
                Reason.REFUSED);
    }

    @Test
    void refusalOfALaterBlock_mayMeanAShorterBodyAndStartsAgain() {
        assertThat(fetch(OptionalLong.empty(), 9_000, Optional.of(ETAG)).answered(FetchedBlock.of(CoapCode.BAD_OPTION)))
                .isInstanceOf(FetchStep.StartAgain.class);
    }

    @Test
    void anotherBlockThanAskedFor_isAskedForAgain() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 2_048, Optional.of(ETAG));

        assertThat(fetch.answered(block(5, true, 1024, 1024)))
                .isEqualTo(new FetchStep.GetLater(new Get(2, BlockSize.LARGEST), 100));
        assertThat(fetch.answered(block(1, true, 1024, 1024)))
                .isEqualTo(new FetchStep.GetLater(new Get(2, BlockSize.LARGEST), 200));
        assertThat(fetch.offsetBytes()).isEqualTo(2_048);
    }

    @Test
    void blockWhosePayloadContradictsItsOption_isNotStored() {
        Block2Fetcher fetch = fetch(OptionalLong.empty(), 0, Optional.empty());

        assertThat(fetch.answered(block(0, true, 1024, 1000))).isInstanceOf(FetchStep.GetLater.class);
        assertThat(fetch.offsetBytes()).isZero();
    }

    private static Block2Fetcher fetch(OptionalLong expected, long from, Optional<Bytes> etag) {
        return new Block2Fetcher(expected, from, etag, SETTINGS);
    }

    private static FetchedBlock block(int number, boolean more, int size, int payload) {
        return new FetchedBlock(
                CoapCode.CONTENT,
                Optional.of(new BlockOption(number, more, BlockSize.ofOctets(size))),
                OptionalLong.empty(),
                Optional.of(ETAG),
                OptionalLong.empty(),
                Bodies.random(number, payload));
    }

    private static FetchedBlock tagged(FetchedBlock block, Optional<Bytes> etag) {
        return new FetchedBlock(
                block.code(), block.block2(), block.size2(), etag, block.maxAgeSeconds(), block.payload());
    }

    private static void assertGaveUp(FetchStep step, Reason reason) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        FetchStep.GaveUp.class,
                        gaveUp -> assertThat(gaveUp.reason()).isEqualTo(reason));
    }
}
