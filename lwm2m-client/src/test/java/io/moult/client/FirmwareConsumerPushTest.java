package io.moult.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.VolatileProgressStore;
import io.moult.client.support.StrictStagingArea;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.CoapCode;
import io.moult.transfer.ReceivedBlock;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that is pushed: R6, R110, R119, R121 (pushed), R123, R145. */
class FirmwareConsumerPushTest {
    private static final Bytes IMAGE = TestReleases.image(50_000, 1);

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

    @Test
    void push_ofASignedRelease_isStagedAndDownloaded() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);

        BlockAnswer last = device.pushAll(body);

        assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INITIAL);
        assertThat(device.consumer().view().packageVersion()).isEqualTo("2.0.0");
    }

    @Test
    void push_whileItComes_showsDownloading() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);

        device.push(body, 0, 10, TestDevice.identityOf(body));

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADING);
        assertThat(device.consumer().view().resumeOffsetBytes()).isBetween(10L * 1024 - 4096 - 1024, 10L * 1024);
        assertThat(device.consumer().view().bodyIdentity())
                .isEqualTo(TestDevice.identityOf(body).octets());
    }

    @Test
    void push_inBlocksOf64Octets_isStaged() {
        Bytes body = author.embedded("2.0.0", 2, TestReleases.image(9000, 3));
        BodyIdentity identity = TestDevice.identityOf(body);

        for (int number = 0; number * 64 < body.length(); number++) {
            assertThat(device.block(body, number, BlockSize.ofOctets(64), identity)
                            .code()
                            .isSuccess())
                    .isTrue();
        }

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    @Test
    void push_forAnotherClass_isRefusedBeforeAPayloadBlock() {
        deviceOf(author.keys().vendorId(), UUID.randomUUID());

        assertRefused(
                device.pushAll(author.embedded("2.0.0", 2, IMAGE)),
                "class-mismatch",
                UpdateResult.UNSUPPORTED_PACKAGE_TYPE);
    }

    @Test
    void push_forAnotherVendor_isRefusedBeforeAPayloadBlock() {
        deviceOf(UUID.randomUUID(), author.keys().classId());

        assertRefused(
                device.pushAll(author.embedded("2.0.0", 2, IMAGE)),
                "vendor-mismatch",
                UpdateResult.UNSUPPORTED_PACKAGE_TYPE);
    }

    private void deviceOf(UUID vendorId, UUID classId) {
        device.close();
        device = new TestDevice(
                DeviceIdentity.of(vendorId, classId, 1),
                author.trust(),
                StrictStagingArea.ofKibibytes(64),
                new VolatileProgressStore());
    }

    @Test
    void push_byAnUnknownSigner_isRefusedBeforeAPayloadBlock() {
        Bytes body = TestReleases.in(directory, "example.com", "other").embedded("2.0.0", 2, IMAGE);

        assertRefused(device.pushAll(body), "unknown-signer", UpdateResult.INTEGRITY_CHECK_FAILED);
    }

    @Test
    void push_ofAnOlderSequenceNumber_isRefusedBeforeAPayloadBlock() {
        Bytes body = author.embedded("0.9.0", 0, IMAGE);

        assertRefused(device.pushAll(body), "sequence-too-low", UpdateResult.UPDATE_FAILED);
    }

    @Test
    void push_ofTheRunningSequenceNumber_isRefused() {
        assertRefused(
                device.pushAll(author.embedded("1.0.0", 1, IMAGE)), "sequence-too-low", UpdateResult.UPDATE_FAILED);
    }

    @Test
    void push_ofAnImageLargerThanTheSlot_isRefusedBeforeAPayloadBlock() {
        Bytes body = author.embedded("2.0.0", 2, TestReleases.image(64 * 1024 + 1, 1));

        assertRefused(device.pushAll(body), "slot-too-small", UpdateResult.NOT_ENOUGH_FLASH);
    }

    private void assertRefused(BlockAnswer answer, String label, UpdateResult result) {
        assertThat(answer.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(answer.diagnostic()).isEqualTo(label);
        assertThat(device.staging.begins()).isZero();
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(result);
        assertThat(device.consumer().view().lastRefusal()).startsWith(label);
    }

    @Test
    void push_largerThanSlotAndEnvelope_isTooLargeAtTheFirstBlock() {
        Bytes body = author.embedded("2.0.0", 2, TestReleases.image(200_000, 1));

        BlockAnswer answer = device.block(body, 0, BlockSize.LARGEST, TestDevice.identityOf(body));

        assertThat(answer.code()).isEqualTo(CoapCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(answer.size1()).hasValue(128 * 1024);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.NOT_ENOUGH_FLASH);
    }

    @Test
    void blocks_afterARefusal_hearTheRefusalsName() {
        Bytes body = TestReleases.in(directory, "example.com", "other").embedded("2.0.0", 2, IMAGE);
        device.pushAll(body);

        BlockAnswer answer = device.block(body, 5, BlockSize.LARGEST, TestDevice.identityOf(body));

        assertThat(answer.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(answer.diagnostic()).isEqualTo("unknown-signer");
    }

    /** Whatever was refused before, also under a greater sequence number. */
    @Test
    void push_ofAValidRelease_isStagedAfterAnyInvalidOne() {
        Bytes good = author.embedded("2.0.0", 2, IMAGE);
        Bytes image = author.embedded("9.0.0", 9, IMAGE);
        for (Bytes invalid : List.of(
                TestReleases.in(directory, "example.com", "other").embedded("8.0.0", 8, IMAGE),
                TestReleases.flipped(image, image.length() - 10),
                TestReleases.flipped(image, 20))) {
            assertThat(device.pushAll(invalid).code()).isEqualTo(CoapCode.BAD_REQUEST);
        }

        device.pushAll(good);

        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    @Test
    void push_withAFlippedBitInTheImage_failsTheIntegrityCheckAtTheEnd() {
        Bytes good = author.embedded("2.0.0", 2, IMAGE);
        Bytes body = TestReleases.flipped(good, good.length() - 10);

        BlockAnswer last = device.pushAll(body);

        assertThat(last.diagnostic()).isEqualTo("image-digest");
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
    }

    @Test
    void push_cutShort_isRefused() {
        Bytes good = author.embedded("2.0.0", 2, IMAGE);

        BlockAnswer last = device.pushAll(good.slice(0, good.length() - 1));

        assertThat(last.diagnostic()).isEqualTo("image-size");
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INTEGRITY_CHECK_FAILED);
    }

    @Test
    void push_withOctetsBehindTheEnvelope_isRefused() {
        Bytes good = author.embedded("2.0.0", 2, IMAGE);
        byte[] longer = Arrays.copyOf(good.toArray(), good.length() + 3);

        BlockAnswer last = device.pushAll(Bytes.wrap(longer));

        assertThat(last.diagnostic()).isEqualTo("malformed");
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void push_ofSomethingElse_isAnUnsupportedPackageType() {
        BlockAnswer last = device.pushAll(TestReleases.image(5000, 9));

        assertThat(last.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UNSUPPORTED_PACKAGE_TYPE);
    }

    @Test
    void push_inOneMessageWithoutBlocks_isStaged() {
        Bytes image = TestReleases.image(300, 1);
        Bytes body = author.embedded("2.0.0", 2, image);

        BlockAnswer answer = device.consumer()
                .offer(new ReceivedBlock(Optional.empty(), OptionalLong.empty(), BodyIdentity.NONE, body));

        assertThat(answer.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(image);
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    @Test
    void push_whileStorageFails_isRefusedByName() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);
        device.staging.failAfter(3);

        BlockAnswer last = device.pushAll(body);

        assertThat(last.diagnostic()).isEqualTo("storage-failed");
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.UPDATE_FAILED);
    }

    @Test
    void push_toADeviceThatIsNotProvisioned_isRefused() {
        // R1: without vendor ID, class ID and certificate no update is taken
        device.close();
        device = new TestDevice(
                new DeviceIdentity(Optional.of(author.keys().vendorId()), Optional.empty(), 1),
                author.trust(),
                StrictStagingArea.ofKibibytes(64),
                new VolatileProgressStore());

        BlockAnswer answer = device.pushAll(author.embedded("2.0.0", 2, IMAGE));

        assertRefused(answer, "not-provisioned", UpdateResult.UPDATE_FAILED);
    }

    @Test
    void push_withTheRightIdentifiersAndNoBelievedSigner_isRefused() {
        // R2: vendor ID and class ID are public, and never proof
        Bytes body = TestReleases.in(directory.resolve("keys-example.com-sensor"), "example.com", "sensor")
                .embedded("2.0.0", 2, IMAGE);

        assertRefused(device.pushAll(body), "unknown-signer", UpdateResult.INTEGRITY_CHECK_FAILED);
    }

    @Test
    void push_whileTheRunningImageIsOnTrial_isRefused() {
        device.boot.booted(device.boot.bootReport(), Bytes.EMPTY, false);

        assertRefused(device.pushAll(author.embedded("2.0.0", 2, IMAGE)), "policy", UpdateResult.UPDATE_FAILED);
    }

    @Test
    void cancel_inMidPush_discardsAndSaysSo() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);
        device.push(body, 0, 20, TestDevice.identityOf(body));

        Reply reply = device.consumer().cancel();

        assertThat(reply).isEqualTo(Reply.CHANGED);
        assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
        assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.CANCELLED);
        assertThat(device.consumer().view().resumeOffsetBytes()).isZero();
    }

    @Test
    void cancel_whenIdle_isNotAllowed() {
        assertThat(device.consumer().cancel().code()).isEqualTo(CoapCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void reset_byAnEmptyOrZeroPackage_leadsBackToIdle() {
        for (Bytes nothing : new Bytes[] {Bytes.EMPTY, Bytes.ofHex("00")}) {
            device.pushAll(author.embedded("2.0.0", 2, IMAGE));
            assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);

            BlockAnswer answer = device.consumer()
                    .offer(new ReceivedBlock(Optional.empty(), OptionalLong.empty(), BodyIdentity.NONE, nothing));

            assertThat(answer.code()).isEqualTo(CoapCode.CHANGED);
            assertThat(device.consumer().view().state()).isEqualTo(State.IDLE);
            assertThat(device.consumer().view().result()).isEqualTo(UpdateResult.INITIAL);
            assertThat(device.staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        }
    }

    @Test
    void push_ofASecondPackageWhenDownloaded_isRefusedUntilReset() {
        device.pushAll(author.embedded("2.0.0", 2, IMAGE));

        BlockAnswer answer = device.pushAll(author.embedded("3.0.0", 3, IMAGE));

        assertThat(answer.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
        assertThat(device.consumer().view().packageVersion()).isEqualTo("2.0.0");
    }

    @Test
    void lastBlock_sentAgainUnderANewMessageId_isAnsweredAgain() {
        Bytes body = author.embedded("2.0.0", 2, IMAGE);
        device.pushAll(body);

        BlockAnswer again =
                device.block(body, TestDevice.blocks(body) - 1, BlockSize.LARGEST, TestDevice.identityOf(body));

        assertThat(again.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.consumer().view().state()).isEqualTo(State.DOWNLOADED);
    }

    @Test
    void anotherPackage_inMidPush_takesThePlaceOfTheFirst() {
        Bytes first = author.embedded("2.0.0", 2, IMAGE);
        device.push(first, 0, 20, TestDevice.identityOf(first));

        BlockAnswer last = device.pushAll(author.embedded("3.0.0", 3, IMAGE));

        assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.consumer().view().packageVersion()).isEqualTo("3.0.0");
    }
}
