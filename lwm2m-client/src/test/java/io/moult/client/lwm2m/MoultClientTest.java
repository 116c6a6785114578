package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.support.Await;
import io.moult.client.support.FakeBootControl;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.CoapCode;
import io.moult.transfer.californium.WireTraceFile;
import io.moult.transfer.californium.WireTraceFile.Direction;
import io.moult.updateobject.BootReport.Event;
import io.moult.updateobject.BootReportJson;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import io.moult.updateobject.UpdateSupportObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.WriteResponse;
import org.junit.jupiter.api.Test;

/** The whole client at a Leshan server over real DTLS: R7 (the device's side), R45, R118, R121, R156. */
class MoultClientTest extends DeviceAtAServer {
    private static final Bytes IMAGE = TestReleases.image(100_000, 1);

    @Test
    void device_whenRegistered_tellsWhatItIs() throws Exception {
        assertThat(server.read(3, 3)).isEqualTo("1.0.0");
        assertThat(server.read(3, 0)).isEqualTo("Moult");
        assertThat(server.read(5, 3)).isEqualTo(0L);
        assertThat(server.read(5, 5)).isEqualTo(0L);
        assertThat(server.read(5, 9)).isEqualTo(2L);
        assertThat(uuid(server.read(32800, UpdateSupportObject.VENDOR_ID)))
                .isEqualTo(device.author.keys().vendorId());
        assertThat(uuid(server.read(32800, UpdateSupportObject.CLASS_ID)))
                .isEqualTo(device.author.keys().classId());
        assertThat(server.read(32800, UpdateSupportObject.SEQUENCE_NUMBER)).isEqualTo("1");
        assertThat(new BootReportJson().decode((String) server.read(32800, UpdateSupportObject.BOOT_REPORT)))
                .hasValueSatisfying(report -> assertThat(report.event()).isEqualTo(Event.NORMAL));
        assertThat((byte[]) server.read(32800, UpdateSupportObject.SIGNED_BOOT_REPORT))
                .isEqualTo(FakeBootControl.SIGNED.toArray());
        assertThat(server.registration().getSupportedVersion(5).toString()).isEqualTo("1.1");
    }

    private static UUID uuid(Object octets) {
        ByteBuffer buffer = ByteBuffer.wrap((byte[]) octets);
        assertThat(buffer.remaining()).isEqualTo(16);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    @Test
    void object5_readWhole_hasAllItsResources() throws Exception {
        var content = (LwM2mObjectInstance) server.send(new ReadRequest(5, 0)).getContent();

        assertThat(content.getResources().keySet()).containsExactlyInAnyOrder(1, 3, 5, 6, 7, 8, 9, 11, 12, 13);
        assertThat(server.send(new WriteRequest(5, 0, 11, 0L)).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(server.read(5, 11)).isEqualTo(0L);
    }

    @Test
    void push_blockByBlock_isStagedAndNotified() throws Exception {
        server.observe(5, 3);
        server.observe(5, 5);
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);

        BlockAnswer last = server.push(body, 0, TestDevice.blocks(body));

        assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        Await.until("State 2 notified", () -> server.notified().contains("/5/0/3=2"));
        assertThat(server.notified()).contains("/5/0/3=1");
        assertThat(server.read(5, 7)).isEqualTo("2.0.0");
        WireTraceFile trace = WireTraceFile.read(directory.resolve("trace.jsonl"));
        assertThat(trace.pushedBlocks(Direction.IN, "5/0/0").values())
                .hasSize(TestDevice.blocks(body))
                .containsOnly(1);
    }

    @Test
    void push_byStockLeshan_isStaged() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);

        WriteResponse response = server.send(new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, body.toArray()));

        assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
        assertThat(server.read(5, 3)).isEqualTo(2L);
    }

    @Test
    void push_ofOneMessageByStockLeshan_isStaged() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, TestReleases.image(64, 1));

        WriteResponse response = server.send(new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, body.toArray()));

        assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(server.read(5, 3)).isEqualTo(2L);
    }

    @Test
    void push_inAnotherContentFormat_isRefused() throws Exception {
        WriteResponse response = server.send(new WriteRequest(ContentFormat.TLV, 5, 0, 0, new byte[100]));

        assertThat(response.getCode()).isEqualTo(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
    }

    @Test
    void push_cutOffByAKill_goesOnWithASectorTwiceAtMost() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
        server.push(body, 0, 41);

        device.restart(server.uri());

        Await.until("a second registration", () -> server.registrations() == 2);
        assertThat(server.read(5, 3)).isEqualTo(1L);
        long resumeAt = (Long) server.read(32800, UpdateSupportObject.RESUME_OFFSET);
        assertThat(41 * 1024 - resumeAt).isBetween(0L, 4096L);
        assertThat((byte[]) server.read(32800, UpdateSupportObject.BODY_IDENTITY))
                .isEqualTo(TestDevice.identityOf(body).octets().toArray());
        BlockAnswer last = server.push(body, (int) (resumeAt / 1024), TestDevice.blocks(body));
        assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
        assertThat(device.staging.staged()).isEqualTo(IMAGE);
    }

    @Test
    void push_ofAForeignSigner_isRefusedBeforeAPayloadBlock() throws Exception {
        server.observe(5, 5);
        Bytes body = TestReleases.in(directory, "example.org", "sensor").embedded("2.0.0", 2, IMAGE);

        BlockAnswer answer = server.push(body, 0, TestDevice.blocks(body));

        assertThat(answer.code()).isEqualTo(CoapCode.BAD_REQUEST);
        assertThat(answer.diagnostic()).isEqualTo("unknown-signer");
        assertThat(server.pushBlock(body, 7).diagnostic()).isEqualTo("unknown-signer");
        assertThat(device.staging.begins()).isZero();
        Await.until("Result 5 notified", () -> server.notified().contains("/5/0/5=5"));
        assertThat((String) server.read(32800, UpdateSupportObject.LAST_REFUSAL))
                .startsWith("unknown-signer");
    }

    @Test
    void update_isAnsweredBeforeTheReset() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
        server.push(body, 0, TestDevice.blocks(body));
        Request update = Request.newPost();
        update.getOptions().setUriPath("5/0/2");
        AtomicBoolean answeredBefore = new AtomicBoolean();
        device.boot.onReset(() -> answeredBefore.set(answersTo(update) == 1));

        Response answer = server.send(update);

        assertThat(answer.getCode().text).isEqualTo("2.04");
        Await.until("a reset", () -> device.boot.resets() == 1);
        assertThat(answeredBefore).isTrue();
        assertThat(device.boot.calls()).containsExactly("trial 100000", "reset");
    }

    /** How many answers to a request have left the device, as its trace has it. */
    private long answersTo(Request request) {
        try {
            return WireTraceFile.read(directory.resolve("trace.jsonl")).lines().stream()
                    .filter(line ->
                            line.direction() == Direction.OUT && line.code().equals("2.04"))
                    .filter(line ->
                            line.token().equalsIgnoreCase(request.getToken().getAsString()))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void update_executedByStockLeshan_reachesTheServersKnowledgeAfterTheBoot() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
        server.push(body, 0, TestDevice.blocks(body));
        Bytes envelope = device.staging.stagedEnvelope();
        assertThat(server.send(new ExecuteRequest(5, 0, 2)).getCode()).isEqualTo(ResponseCode.CHANGED);
        Await.until("a reset", () -> device.boot.resets() == 1);

        device.boot.booted(FakeBootControl.report(Event.TRIAL, "", "2.0.0", 2), envelope, false);
        device.restart(server.uri());
        Await.until("a second registration", () -> server.registrations() == 2);
        assertThat(server.read(5, 3)).isEqualTo(3L);
        server.observe(5, 5);
        device.client().confirmRunningImage();

        Await.until("Result 1 notified", () -> server.notified().contains("/5/0/5=1"));
        assertThat(server.read(5, 3)).isEqualTo(0L);
        assertThat(server.read(3, 3)).isEqualTo("2.0.0");
        assertThat((byte[]) server.read(32800, UpdateSupportObject.MANIFEST_DIGEST))
                .hasSize(32);
    }

    @Test
    void cancelAndResets_byTheServer_leadToIdle() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
        server.push(body, 0, 20);
        assertThat(server.send(new ExecuteRequest(5, 0, 10)).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(server.read(5, 5)).isEqualTo((long) UpdateResult.CANCELLED.code());

        server.push(body, 0, TestDevice.blocks(body));
        await(State.DOWNLOADED);
        assertThat(server.send(new WriteRequest(5, 0, 1, "")).getCode()).isEqualTo(ResponseCode.CHANGED);
        await(State.IDLE);

        server.push(body, 0, TestDevice.blocks(body));
        await(State.DOWNLOADED);
        assertThat(server.send(new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, new byte[1]))
                        .getCode())
                .isEqualTo(ResponseCode.CHANGED);
        await(State.IDLE);
        assertThat(server.send(new ExecuteRequest(5, 0, 2)).getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void packageUri_ofAnUnknownScheme_isAnsweredByName() throws Exception {
        WriteResponse response = server.send(new WriteRequest(5, 0, 1, "ftp://example.com/a"));

        assertThat(response.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(response.getErrorMessage()).isEqualTo("unsupported-scheme");
        assertThat(server.read(5, 5)).isEqualTo((long) UpdateResult.UNSUPPORTED_PROTOCOL.code());
    }

    /** Whoever starts anew on the same storage does not meet what is left of this run. */
    @Test
    void stop_whileTheDeviceStillWorks_waitsForTheEndOfIt() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        device.boot.onReset(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            Await.until("the word to end", () -> mayEnd.getCount() == 0);
            order.add("reset over");
        });
        server.send(new ExecuteRequest(3, 0, 4));
        Await.until("a reset under way", () -> begun.getCount() == 0);

        Thread stopping = new Thread(() -> {
            device.client().close();
            order.add("stopped");
        });
        stopping.start();
        Await.until("the stop has come to the reset", () -> interrupted.getCount() == 0);
        Await.until(
                "the stop waits, or is over",
                () -> stopping.getState() == Thread.State.TIMED_WAITING
                        || stopping.getState() == Thread.State.TERMINATED);
        mayEnd.countDown();
        stopping.join();

        assertThat(order).containsExactly("reset over", "stopped");
    }

    @Test
    void reboot_isAnsweredBeforeTheReset() throws Exception {
        assertThat(server.send(new ExecuteRequest(3, 0, 4)).getCode()).isEqualTo(ResponseCode.CHANGED);

        Await.until("a reset", () -> device.boot.resets() == 1);
    }
}
