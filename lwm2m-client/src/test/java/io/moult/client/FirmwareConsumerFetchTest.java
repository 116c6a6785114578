package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.support.Await;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.CoapCode;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package or a payload that the device fetches: R121 (client-initiated), R146. */
class FirmwareConsumerFetchTest {
    private static final Bytes IMAGE = TestReleases.image(60_000, 1);
    private static final String IMAGE_ADDRESS = "coaps://firmware.example:5694/images/a";
    private static final String PACKAGE_ADDRESS = "coaps://firmware.example:5694/packages/a";

    @TempDir
    Path directory;

    private TestReleases author;
    private TestDevice device;

    @BeforeEach
    void makeDevice() {
        author = TestReleases.in(directory);
        device = new TestDevice(author, StrictStagingArea.ofKibibytes(64));
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    private void awaitState(State state) {
        Await.until("State " + state, () -> device.consumer().view().state() == state);
    }

    @Test
    void push_ofAManifestThatPoints_fetchesTheImage() {
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);

        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));

        awaitState(State.DOWNLOADED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
    }

    @Test
    void fetch_ofTheImage_showsDownloadingUntilTheLastOctetIsVerified() {
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);
        device.fetcher.hangAt(59_000);

        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));

        Await.until("most of it", () -> device.progress.progress().stagedBytes() >= 56 * 1024);
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADING);
    }

    @Test
    void fetch_cutOffByARestart_goesOnWithTheSameEtag() {
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);
        device.fetcher.hangAt(30_720);
        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));
        Await.until("half of it", () -> device.progress.progress().stagedBytes() == 28_672);

        device.fetcher.breakOffAt(Long.MAX_VALUE);
        device.restart();

        awaitState(State.DOWNLOADED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        assertThat(device.fetcher.jobs()).hasSize(2);
        assertThat(device.fetcher.jobs().get(1).fromOffsetBytes()).isEqualTo(28_672);
        assertThat(device.fetcher.jobs().get(1).etag()).isEqualTo(IMAGE.slice(59_996, 60_000));
    }

    @Test
    void fetch_whoseConnectionIsGivenUp_isResultFour() {
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);
        device.fetcher.breakOffAt(10_240);

        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));

        awaitState(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.CONNECTION_LOST);
    }

    @Test
    void fetch_ofAnotherImage_failsTheIntegrityCheck() {
        device.fetcher.serve(IMAGE_ADDRESS, TestReleases.flipped(IMAGE, 77));

        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));

        awaitState(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void fetch_fromWhereNothingIs_isABadUri() {
        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));

        awaitState(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INVALID_URI);
    }

    @Test
    void manifest_thatPointsByAnUnknownScheme_isAnUnsupportedProtocol() {
        device.pushAll(author.pointing("2.0.0", 2, IMAGE, "ftp://firmware.example/a"));

        awaitState(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UNSUPPORTED_PROTOCOL);
        assertThat(device.consumer().view().lastRefusal()).startsWith("unsupported-scheme: ftp");
    }

    @Test
    void packageUri_ofAnEnvelopeWithItsImage_isFetchedAndStaged() {
        device.fetcher.serve(PACKAGE_ADDRESS, author.embedded("2.0.0", 2, IMAGE));

        assertThat(device.consumer().writePackageUri(PACKAGE_ADDRESS)).isEqualTo(Reply.CHANGED);

        awaitState(State.DOWNLOADED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        assertThat(device.consumer().view().packageUri()).isEqualTo(PACKAGE_ADDRESS);
    }

    @Test
    void packageUri_ofAnEnvelopeThatPoints_fetchesBoth() {
        device.fetcher.serve(PACKAGE_ADDRESS, author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);

        device.consumer().writePackageUri(PACKAGE_ADDRESS);

        awaitState(State.DOWNLOADED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
    }

    @Test
    void packageUri_cutOffByARestart_goesOnInsideTheImage() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);
        device.fetcher.serve(PACKAGE_ADDRESS, body);
        device.fetcher.hangAt(30_720);
        device.consumer().writePackageUri(PACKAGE_ADDRESS);
        Await.until("half of it", () -> device.progress.progress().stagedBytes() >= 24_576);

        device.fetcher.breakOffAt(Long.MAX_VALUE);
        device.restart();

        awaitState(State.DOWNLOADED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        assertThat(device.fetcher.jobs().get(1).fromOffsetBytes()).isGreaterThan(24_576);
    }

    @Test
    void packageUri_emptied_resets() {
        device.fetcher.serve(PACKAGE_ADDRESS, author.embedded("2.0.0", 2, IMAGE));
        device.fetcher.hangAt(30_720);
        device.consumer().writePackageUri(PACKAGE_ADDRESS);
        Await.until("some of it", () -> device.progress.progress().stagedBytes() >= 8192);

        assertThat(device.consumer().writePackageUri("")).isEqualTo(Reply.CHANGED);

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INITIAL);
        assertThat(device.consumer().view().packageUri()).isEmpty();
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void packageUri_ofAnUnknownScheme_isAnsweredAndRemembered() {
        Reply reply = device.consumer().writePackageUri("ftp://firmware.example/a");

        assertThat(reply.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(reply.diagnostic()).isEqualTo("unsupported-scheme");
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UNSUPPORTED_PROTOCOL);
    }

    @Test
    void packageUri_thatIsNoAddress_isABadUri() {
        for (String bad : new String[] {"firmware", "coaps:///nowhere", "coaps://a b/", "coaps://user@host/a"}) {
            assertThat(device.consumer().writePackageUri(bad).diagnostic())
                    .as(bad)
                    .isEqualTo("bad-uri");
            assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INVALID_URI);
        }
    }

    @Test
    void cancel_inMidFetch_stopsIt() {
        device.fetcher.serve(IMAGE_ADDRESS, IMAGE);
        device.fetcher.hangAt(30_720);
        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));
        Await.until("half of it", () -> device.progress.progress().stagedBytes() == 28_672);

        assertThat(device.consumer().cancel()).isEqualTo(Reply.CHANGED);

        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.CANCELLED);
        device.fetcher.breakOffAt(Long.MAX_VALUE);
        device.pushAll(author.pointing("2.0.0", 2, IMAGE, IMAGE_ADDRESS));
        awaitState(State.DOWNLOADED);
    }
}
