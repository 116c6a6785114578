package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.PskCredentials;
import io.moult.client.delivery.californium.BlockServer;
import io.moult.client.support.Await;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.CoapCode;
import io.moult.transfer.californium.WireTraceFile;
import io.moult.transfer.californium.WireTraceFile.Direction;
import io.moult.updateobject.State;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.request.WriteRequest;
import org.junit.jupiter.api.Test;

/** An image that the device fetches over a second DTLS association under the same key: R121, R146. */
class PullTest extends DeviceAtAServer {
    private static final Bytes IMAGE = TestReleases.image(100_000, 1);
    private static final PskCredentials PSK = new PskCredentials(TestServer.IDENTITY, TestServer.KEY);

    @Test
    void manifest_thatPoints_isPushedAndItsImageFetched() throws Exception {
        try (BlockServer firmware = BlockServer.secured(0, PSK, IMAGE)) {
            server.observe(5, 3);
            Bytes body = device.author.pointing(
                    "2.0.0", 2, IMAGE, firmware.address("image").toString());

            assertThat(server.push(body, 0, TestDevice.blocks(body)).code()).isEqualTo(CoapCode.CHANGED);

            await(State.DOWNLOADED);
            assertThat(device.staging.staged()).isEqualTo(IMAGE);
            Await.until("State 2 notified", () -> server.notified().contains("/5/0/3=2"));
            assertThat(server.notified()).containsSubsequence("/5/0/3=1", "/5/0/3=2");
            assertThat(WireTraceFile.read(directory.resolve("trace.jsonl")).fetchedBlocks(Direction.OUT, "image"))
                    .hasSize(98);
        }
    }

    @Test
    void fetch_cutOffByAKill_goesOnWithASectorTwiceAtMost() throws Exception {
        try (BlockServer firmware = BlockServer.secured(0, PSK, IMAGE)) {
            firmware.silentAfter(50);
            Bytes body = device.author.pointing(
                    "2.0.0", 2, IMAGE, firmware.address("image").toString());
            server.push(body, 0, TestDevice.blocks(body));
            Await.until("half of it", () -> device.staging.staged().length() == 12 * 4096);

            device.restart(server.uri());
            firmware.silentAfter(Integer.MAX_VALUE);

            await(State.DOWNLOADED);
            assertThat(device.staging.staged()).isEqualTo(IMAGE);
            assertThat(firmware.requests()).isBetween(98, 98 + 4);
        }
    }

    @Test
    void packageUri_ofAnEnvelope_isFetchedLikeAPush() throws Exception {
        Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
        try (BlockServer firmware = BlockServer.secured(0, PSK, body)) {
            WriteRequest write =
                    new WriteRequest(5, 0, 1, firmware.address("image").toString());

            assertThat(server.send(write).getCode()).isEqualTo(ResponseCode.CHANGED);

            await(State.DOWNLOADED);
            assertThat(device.staging.staged()).isEqualTo(IMAGE);
            assertThat(server.read(5, 1)).isEqualTo(firmware.address("image").toString());
        }
    }
}
