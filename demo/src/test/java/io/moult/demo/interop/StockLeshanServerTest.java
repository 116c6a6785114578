package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.WriteResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stock Leshan server updates our device (emulator and all, as a process): by its transparent blockwise, without
 * Request-Tag, and by Package URI.
 */
class StockLeshanServerTest {
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("ours");

    @TempDir
    static Path releases = Path.of(".");

    @TempDir
    Path directory = Path.of(".");

    private final StockLeshanServer server = new StockLeshanServer();

    @BeforeAll
    static void makeReleases() throws Exception {
        Cli.ok("keys", "init", "--domain", "example.com", "--model", "stock test", "--out", file("KEYS"));
        for (int number = 1; number <= 2; number++) {
            Files.write(
                    releases.resolve("image-" + number),
                    Images.ofSize(30_000 + number).toArray());
            release(number, "release-" + number + ".suit");
        }
    }

    @BeforeEach
    void admitDevice() {
        server.admits(ACCOUNT);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void push_byTransparentBlockwise_deviceUpdatesAndReportsSuccess() throws Exception {
        byte[] envelope = Files.readAllBytes(releases.resolve("release-2.suit"));
        try (MoultProcess device = device()) {
            Await.until("the device to register", () -> server.arrivals() == 1, device::output);

            WriteResponse written = server.send("ours", new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, envelope));

            assertThat(written.isSuccess()).as(written.toString()).isTrue();
            assertThat(server.read("ours", 5, 0, 3)).isEqualTo((long) State.DOWNLOADED.code());
            updateAndExpectSuccess(device);
        }
    }

    @Test
    void push_forgedEnvelope_isRefusedAndResultSaysWhy() throws Exception {
        byte[] envelope = Files.readAllBytes(releases.resolve("release-2.suit"));
        envelope[envelope.length - 100] ^= 1;
        try (MoultProcess device = device()) {
            Await.until("the device to register", () -> server.arrivals() == 1, device::output);

            server.send("ours", new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, envelope));

            Await.until("a verdict", () -> server.read("ours", 5, 0, 3).equals((long) State.IDLE.code()));
            assertThat(server.read("ours", 5, 0, 5)).isEqualTo((long) UpdateResult.INTEGRITY_CHECK_FAILED.code());
        }
    }

    @Test
    void uri_ofAnEnvelopeOnAPlainCoapServer_deviceFetchesUpdatesAndReportsSuccess() throws Exception {
        Bytes envelope = Bytes.wrap(Files.readAllBytes(releases.resolve("release-2.suit")));
        try (PlainCoapServer files = new PlainCoapServer("release-2.suit", envelope);
                MoultProcess device = device()) {
            Await.until("the device to register", () -> server.arrivals() == 1, device::output);

            WriteResponse written = server.send("ours", new WriteRequest(5, 0, 1, files.uri()));

            assertThat(written.isSuccess()).as(written.toString()).isTrue();
            Await.until(
                    "State 2",
                    () -> server.read("ours", 5, 0, 3).equals((long) State.DOWNLOADED.code()),
                    () -> "Result " + server.read("ours", 5, 0, 5) + "; " + device.output());
            updateAndExpectSuccess(device);
        }
    }

    private void updateAndExpectSuccess(MoultProcess device) {
        assertThat(server.send("ours", new ExecuteRequest(5, 0, 2)).isSuccess()).isTrue();
        Await.until("the device to come back", () -> server.arrivals() == 2, device::output);
        Await.until(
                "Result 1",
                () -> server.read("ours", 5, 0, 5).equals((long) UpdateResult.SUCCESS.code()),
                device::output);
        assertThat(server.read("ours", 3, 0, 3)).isEqualTo("2.0.0");
    }

    private MoultProcess device() {
        return MoultProcess.start(
                directory,
                "device",
                "--data",
                directory.resolve("device").toString(),
                "--endpoint",
                ACCOUNT.endpoint(),
                "--server",
                "coaps://127.0.0.1:" + server.address().getPort(),
                "--identity",
                ACCOUNT.identity(),
                "--key",
                ACCOUNT.key().hex(),
                "--slot-size",
                "65536",
                "--provision",
                file("KEYS"),
                "--first-image",
                file("release-1.suit"));
    }

    private static void release(int number, String out) {
        Cli.ok(
                "release",
                "--keys",
                file("KEYS"),
                "--image",
                file("image-" + number),
                "--version",
                number + ".0.0",
                "--sequence",
                Integer.toString(number),
                "--out",
                file(out));
    }

    private static String file(String name) {
        return releases.resolve(name).toString();
    }

    /** A CoAP server as most people write one: it answers with the whole body, and its library cuts it into blocks. */
    private static final class PlainCoapServer implements AutoCloseable {
        private final CoapServer server;
        private final CoapEndpoint endpoint;
        private final String name;

        PlainCoapServer(String name, Bytes body) {
            this.name = name;
            Configuration configuration = new Configuration(
                            CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, SystemConfig.DEFINITIONS)
                    .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20);
            endpoint = CoapEndpoint.builder()
                    .setConfiguration(configuration)
                    .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .build();
            server = new CoapServer(configuration);
            server.addEndpoint(endpoint);
            server.add(new CoapResource(name) {
                @Override
                public void handleGET(CoapExchange exchange) {
                    exchange.respond(ResponseCode.CONTENT, body.toArray(), 42);
                }
            });
            server.start();
        }

        String uri() {
            return "coap://127.0.0.1:" + endpoint.getAddress().getPort() + "/" + name;
        }

        @Override
        public void close() {
            server.destroy();
        }
    }
}
