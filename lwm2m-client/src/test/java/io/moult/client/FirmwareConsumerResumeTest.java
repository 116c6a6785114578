package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.Phase;
import io.moult.client.resume.Progress;
import io.moult.client.resume.ProgressJournal;
import io.moult.client.support.Await;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.CoapCode;
import io.moult.transfer.ResumeHint;
import io.moult.updateobject.Delivery;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import io.moult.updateobject.UpdateSituation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push that is cut off by a restart of the device: R146. */
class FirmwareConsumerResumeTest {
    private static final Bytes IMAGE = TestReleases.image(60_000, 1);

    @TempDir
    Path directory;

    private TestReleases author;
    private TestDevice device;
    private Bytes body = Bytes.EMPTY;

    @BeforeEach
    void makeDevice() throws IOException {
        author = TestReleases.in(directory);
        body = author.embedded("2.0.0", 2, IMAGE);
        device = new TestDevice(
                DeviceIdentity.of(author.keys().vendorId(), author.keys().classId(), 1),
                author.trust(),
                StrictStagingArea.ofKibibytes(64),
                ProgressJournal.open(directory.resolve("progress.journal")));
    }

    @AfterEach
    void closeDevice() throws IOException {
        device.close();
        device.progress.close();
    }

    @Test
    void restart_atEachBlock_costsASectorAtMostAndNeverTheImage() throws IOException {
        BodyIdentity identity = TestDevice.identityOf(body);
        for (int cut = 2; cut < TestDevice.blocks(body); cut += 3) {
            device.push(body, 0, cut, identity);

            device.restart();

            long resumeAt = device.consumer().view().resumeOffsetBytes();
            assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADING);
            assertThat(cut * 1024L - resumeAt)
                    .as("sent twice after block %d", cut)
                    .isBetween(0L, 4096L);
            BlockAnswer last = device.push(body, (int) (resumeAt / 1024), TestDevice.blocks(body), identity);
            assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
            assertThat(device.staging.staged()).isEqualTo(IMAGE);
            assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
            device.consumer().cancel();
        }
    }

    @Test
    void restart_thenASenderThatIsAhead_isToldWhereToGoOn() {
        BodyIdentity identity = TestDevice.identityOf(body);
        device.push(body, 0, 31, identity);
        device.restart();

        BlockAnswer answer = device.block(body, 31, BlockSize.LARGEST, identity);

        assertThat(answer.code()).isEqualTo(CoapCode.REQUEST_ENTITY_INCOMPLETE);
        long hint = ResumeHint.parse(answer.diagnostic()).orElseThrow().offsetBytes();
        assertThat(device.consumer().view().resumeOffsetBytes()).isBetween(hint, hint + 1024);
    }

    @Test
    void restart_beforeTheHeadIsAccepted_startsFromTheBeginning() {
        device.block(body, 0, BlockSize.ofOctets(64), TestDevice.identityOf(body));
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADING);

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INITIAL);
        assertThat(device.consumer().view().resumeOffsetBytes()).isZero();
        assertThat(device.pushAll(body).code()).isEqualTo(CoapCode.CHANGED);
    }

    @Test
    void restart_ofAPushWithoutIdentity_startsAgain() {
        device.push(body, 0, 20, BodyIdentity.NONE);

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.push(body, 0, TestDevice.blocks(body), BodyIdentity.NONE)
                        .code())
                .isEqualTo(CoapCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
    }

    @Test
    void restart_thenAnotherPackage_startsAgainWithThat() {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        device.restart();
        Bytes other = author.embedded("3.0.0", 3, TestReleases.image(20_000, 7));

        BlockAnswer last = device.pushAll(other);

        assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.consumer().view().packageVersion()).isEqualTo("3.0.0");
    }

    @Test
    void restart_whenDownloaded_isStillDownloaded() {
        device.pushAll(body);

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
        assertThat(device.consumer().view().packageVersion()).isEqualTo("2.0.0");
        assertThat(device.consumer().executeUpdate()).isEqualTo(Reply.CHANGED);
        assertThat(device.boot.trialBytes()).isEqualTo(IMAGE.length());
    }

    @Test
    void restart_afterTheLastOctetWasStagedButNotTheResult_isDownloaded() throws IOException {
        device.pushAll(body);
        Progress complete = device.progress.progress();
        device.progress.save(new Progress(
                new UpdateSituation(State.DOWNLOADING, UpdateResult.INITIAL, Delivery.PUSH, "", Optional.empty()),
                Phase.PAYLOAD,
                complete.body(),
                complete.candidate(),
                IMAGE.length()));

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    @Test
    void restart_withProgressOfAnotherFlash_startsAgain() throws IOException {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        device.progress.advance(5000);

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.pushAll(body).code()).isEqualTo(CoapCode.CHANGED);
    }

    @Test
    void blocks_afterTheConsumerIsClosed_touchNothing() {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        long staged = device.progress.progress().stagedBytes();
        device.consumer().close();

        BlockAnswer answer = device.push(body, 20, 40, TestDevice.identityOf(body));

        assertThat(answer.code()).isEqualTo(CoapCode.SERVICE_UNAVAILABLE);
        assertThat(device.progress.progress().stagedBytes()).isEqualTo(staged);
    }

    @Test
    void progressThatCannotBeKept_isNotPromised() throws IOException {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        device.progress.close();

        BlockAnswer answer = device.push(body, 20, 40, TestDevice.identityOf(body));

        assertThat(answer.code().isSuccess()).isFalse();
    }

    @Test
    void push_thatIsNeverGoneOnWith_isGivenUp() {
        device.patience(Duration.ofMillis(100));
        device.push(body, 0, 20, TestDevice.identityOf(body));

        device.restart();

        Await.until("given up", () -> device.consumer().view().state() == State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.CONNECTION_LOST);
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void restart_afterARefusal_stillKnowsTheReason() {
        device.pushAll(TestReleases.flipped(body, body.length() - 1));

        device.restart();

        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
        assertThat(device.consumer().view().lastRefusal()).startsWith("image-digest");
    }

    @Test
    void restart_afterTheStagedEnvelopeIsGone_startsAgain() throws IOException {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        device.staging.discard();

        device.restart();

        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(Optional.of(device.pushAll(body).code())).contains(CoapCode.CHANGED);
    }

    @Test
    void push_withOctetsThatChangedInFlash_isRefusedByTheDigestReadBack() throws IOException {
        device.push(body, 0, 20, TestDevice.identityOf(body));
        device.staging.spoil(100);
        device.restart();
        long resumeAt = device.consumer().view().resumeOffsetBytes();

        BlockAnswer last =
                device.push(body, (int) (resumeAt / 1024), TestDevice.blocks(body), TestDevice.identityOf(body));

        assertThat(last.diagnostic()).isEqualTo("image-digest");
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
    }
}
