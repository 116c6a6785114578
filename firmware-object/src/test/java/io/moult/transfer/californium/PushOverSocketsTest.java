package io.moult.transfer.californium;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.transfer.Block1Receiver;
import io.moult.transfer.Block1Sender;
import io.moult.transfer.BlockSize;
import io.moult.transfer.Bodies;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.SendSettings;
import io.moult.transfer.SendStep;
import io.moult.transfer.californium.WireTraceFile.Direction;
import io.moult.transfer.file.FileBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes over real sockets, both ends with the selective stack. R121, R146, and over DTLS R45. */
class PushOverSocketsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void push_ofAMebibyte_arrivesBlockByBlock() throws Exception {
        Path image = image(MIB);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                WireTrace received = trace("device.jsonl");
                Peers.Device device =
                        new Peers.Device(dir.resolve("flash"), receiver(BlockSize.LARGEST), null, received)) {
            CoapEndpoint endpoint = sender(sent);

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end).isEqualTo(new SendStep.Done());
            assertThat(device.identity()).isEqualTo(body.identity());
            endpoint.destroy();
        }
        assertThat(dir.resolve("flash")).hasSameBinaryContentAs(image);
        var out = WireTraceFile.read(dir.resolve("server.jsonl")).pushedBlocks(Direction.OUT, "5/0/0");
        var in = WireTraceFile.read(dir.resolve("device.jsonl")).pushedBlocks(Direction.IN, "5/0/0");
        assertThat(out).hasSize(1024);
        assertThat(in).hasSize(1024);
        assertThat(out.firstKey()).isZero();
        assertThat(out.lastKey()).isEqualTo(1023 * 1024);
    }

    /** R146: after a loss of the device's memory at most one sector is sent twice. */
    @Test
    void push_toADeviceThatRestarts_goesOnAtItsDurableOffset() throws Exception {
        Path image = image(MIB);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                Peers.Device device = new Peers.Device(dir.resolve("flash"), receiver(BlockSize.LARGEST), null, null)) {
            device.restartAt(499 * 1024);
            CoapEndpoint endpoint = sender(sent);

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end).isEqualTo(new SendStep.Done());
            endpoint.destroy();
        }
        assertThat(dir.resolve("flash")).hasSameBinaryContentAs(image);
        var out = WireTraceFile.read(dir.resolve("server.jsonl")).pushedBlocks(Direction.OUT, "5/0/0");
        var twice =
                out.entrySet().stream().filter(block -> block.getValue() > 1).toList();
        assertThat(twice)
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly(496 * 1024L, 497 * 1024L, 498 * 1024L, 499 * 1024L);
    }

    @Test
    void push_toADeviceThatWantsSmallBlocks_usesThemFromThenOn() throws Exception {
        Path image = image(40_000);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                Peers.Device device =
                        new Peers.Device(dir.resolve("flash"), receiver(BlockSize.ofOctets(128)), null, null)) {
            CoapEndpoint endpoint = sender(sent);

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end).isEqualTo(new SendStep.Done());
            endpoint.destroy();
        }
        assertThat(dir.resolve("flash")).hasSameBinaryContentAs(image);
        var blocks = WireTraceFile.read(dir.resolve("server.jsonl")).lines().stream()
                .filter(line -> line.code().equals("PUT"))
                .map(line -> line.block1().orElseThrow().size().octets())
                .toList();
        assertThat(blocks.get(0)).isEqualTo(1024);
        assertThat(blocks.subList(1, blocks.size())).containsOnly(128);
    }

    @Test
    void push_ofMoreThanTheDeviceTakes_isRefusedAtTheFirstBlock() throws Exception {
        Path image = image(40_000);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                Peers.Device device = new Peers.Device(
                        dir.resolve("flash"), new Block1Receiver(39_999, BlockSize.LARGEST), null, null)) {
            CoapEndpoint endpoint = sender(sent);

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end)
                    .isInstanceOfSatisfying(
                            SendStep.Refused.class,
                            refused -> assertThat(refused.cause()).isEqualTo(SendStep.Cause.BODY_TOO_LARGE));
            endpoint.destroy();
        }
        assertThat(WireTraceFile.read(dir.resolve("server.jsonl")).pushedBlocks(Direction.OUT, "5/0/0"))
                .hasSize(1);
    }

    /** R45: CoAP protected by DTLS with a pre-shared key. */
    @Test
    void push_overDtlsWithAPresharedKey_arrives() throws Exception {
        Path image = image(64 * 1024);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                Peers.Device device = new Peers.Device(
                        dir.resolve("flash"), receiver(BlockSize.LARGEST), dtls(DtlsRole.SERVER_ONLY), null)) {
            CoapEndpoint endpoint = CoapEndpoint.builder()
                    .setConfiguration(Peers.config())
                    .setConnector(dtls(DtlsRole.CLIENT_ONLY))
                    .setCoapStackFactory(SelectiveBlockwiseStack.sending())
                    .build();
            endpoint.addInterceptor(sent);
            endpoint.start();

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end).isEqualTo(new SendStep.Done());
            endpoint.destroy();
        }
        assertThat(dir.resolve("flash")).hasSameBinaryContentAs(image);
        assertThat(WireTraceFile.read(dir.resolve("server.jsonl")).pushedBlocks(Direction.OUT, "5/0/0"))
                .hasSize(64);
    }

    /**
     * facts/interop.md 5: an answer is lost, and the device, whose response cache is off, sees the block again. The
     * request is retransmitted by Californium; nothing is stored twice, nothing is sent from elsewhere.
     */
    @Test
    void answer_thatGetsLost_isGivenAgain() throws Exception {
        Path image = image(20_000);
        LoseOneAnswer fault = new LoseOneAnswer(7);
        try (FileBody body = FileBody.open(image);
                WireTrace sent = trace("server.jsonl");
                Peers.Device device = new Peers.Device(
                        dir.resolve("flash"),
                        receiver(BlockSize.LARGEST),
                        null,
                        fault,
                        Peers.config().set(CoapConfig.DEDUPLICATOR, CoapConfig.NO_DEDUPLICATOR))) {
            CoapEndpoint endpoint =
                    sender(sent, Peers.config().set(CoapConfig.ACK_TIMEOUT, 100, TimeUnit.MILLISECONDS));

            SendStep end = new Push(endpoint, body).run(fromZero(body), Peers.loopback(device.port()));

            assertThat(end).isEqualTo(new SendStep.Done());
            endpoint.destroy();
        }
        assertThat(fault.fired).isTrue();
        assertThat(dir.resolve("flash")).hasSameBinaryContentAs(image);
        var out = WireTraceFile.read(dir.resolve("server.jsonl")).pushedBlocks(Direction.OUT, "5/0/0");
        assertThat(out).hasSize(20);
        assertThat(out.get(7 * 1024L)).isGreaterThan(1);
    }

    @Test
    void packageWrites_areThePutsOfResourceZeroOfTheirObjects() {
        var chosen = SelectiveBlockwiseStack.packageWrites(Set.of(5, 33629));

        assertThat(chosen.test(to(Request.newPut(), "5/0/0"))).isTrue();
        assertThat(chosen.test(to(Request.newPut(), "33629/2/0"))).isTrue();
        assertThat(chosen.test(to(Request.newPut(), "5/0/1"))).isFalse();
        assertThat(chosen.test(to(Request.newPut(), "5/0"))).isFalse();
        assertThat(chosen.test(to(Request.newPut(), "5/0/0/0"))).isFalse();
        assertThat(chosen.test(to(Request.newPut(), "19/0/0"))).isFalse();
        assertThat(chosen.test(to(Request.newPost(), "5/0/0"))).isFalse();
        assertThat(chosen.test(to(Request.newGet(), "5/0/0"))).isFalse();
    }

    /** The default deduplicator would keep every block received for four minutes. */
    @Test
    void configuration_forTransfers_boundsWhatIsKeptPerPeer() {
        Configuration config = Peers.config();

        assertThat(config.get(CoapConfig.DEDUPLICATOR)).isEqualTo(CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
        assertThat(config.get(CoapConfig.PREFERRED_BLOCK_SIZE)).isEqualTo(1024);
        assertThat(config.get(CoapConfig.MAX_MESSAGE_SIZE)).isEqualTo(1024);
        assertThat(config.get(CoapConfig.MAX_RESOURCE_BODY_SIZE)).isEqualTo(8192);
    }

    /** Everything that is not chosen keeps the stock transfer, in both directions, on the same endpoints. */
    @Test
    void otherMessages_throughTheSelectiveStack_areStillAssembledByIt() throws Exception {
        try (Peers.Device device = new Peers.Device(dir.resolve("flash"), receiver(BlockSize.LARGEST), null, null)) {
            CoapEndpoint endpoint = sender(null);
            Request request = Request.newPut();
            request.setDestinationContext(new AddressEndpointContext(Peers.loopback(device.port())));
            request.getOptions().setUriPath("length");
            request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
            request.setPayload(new byte[6_000]);

            endpoint.sendRequest(request);
            Response response = request.waitForResponse(20_000);

            assertThat(response).isNotNull();
            assertThat(response.getCode()).isEqualTo(ResponseCode.CONTENT);
            assertThat(new String(response.getPayload(), StandardCharsets.UTF_8))
                    .isEqualTo("6000;".repeat(500));
            endpoint.destroy();
        }
    }

    /** A block whose SZX is 7 belongs to TCP. */
    @Test
    void block_withSzxSeven_isMalformed() {
        Request request = Request.newPut();
        request.getOptions().setBlock1(7, true, 0);

        assertThat(Block1Messages.received(request)).isEmpty();
    }

    @Test
    void requestTag_writtenAndRead_isTheSame() {
        Request request = Request.newPut();
        BodyIdentity identity = new BodyIdentity(Bytes.ofHex("0102030405060708"));

        RequestTag.write(request, identity);

        assertThat(RequestTag.NUMBER).isEqualTo(292);
        assertThat(RequestTag.read(request)).isEqualTo(identity);
        RequestTag.write(request, BodyIdentity.NONE);
        assertThat(RequestTag.read(request)).isEqualTo(BodyIdentity.NONE);
    }

    private Path image(int length) throws IOException {
        Path image = dir.resolve("image");
        Files.write(image, Bodies.random(length, length).toArray());
        return image;
    }

    private WireTrace trace(String name) throws IOException {
        return WireTrace.appendingTo(dir.resolve(name), clock::incrementAndGet);
    }

    private static Request to(Request request, String path) {
        request.getOptions().setUriPath(path);
        return request;
    }

    /** Drops the first answer that the device sends to this block. */
    private static final class LoseOneAnswer extends MessageInterceptorAdapter {
        private final int number;
        private volatile boolean fired;

        LoseOneAnswer(int number) {
            this.number = number;
        }

        @Override
        public void sendResponse(Response response) {
            var block = response.getOptions().getBlock1();
            if (!fired && block != null && block.getNum() == number) {
                fired = true;
                response.setCanceled(true);
            }
        }
    }

    private static CoapEndpoint sender(@Nullable WireTrace trace) throws IOException {
        return sender(trace, Peers.config());
    }

    private static CoapEndpoint sender(@Nullable WireTrace trace, Configuration config) throws IOException {
        CoapEndpoint endpoint = Peers.endpoint(config)
                .setCoapStackFactory(SelectiveBlockwiseStack.sending())
                .build();
        if (trace != null) {
            endpoint.addInterceptor(trace);
        }
        endpoint.start();
        return endpoint;
    }

    private static Block1Receiver receiver(BlockSize largest) {
        return new Block1Receiver(Long.MAX_VALUE, largest);
    }

    private static Block1Sender fromZero(FileBody body) {
        return new Block1Sender(body.lengthBytes(), body.identity(), 0, SendSettings.DEFAULT);
    }

    private static DTLSConnector dtls(DtlsRole role) {
        Configuration config = Peers.config();
        config.set(DtlsConfig.DTLS_ROLE, role);
        return new DTLSConnector(DtlsConnectorConfig.builder(config)
                .setAddress(Peers.loopback(0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(
                        "device-1", new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "PSK")))
                .build());
    }
}
