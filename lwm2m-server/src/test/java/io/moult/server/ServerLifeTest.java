package io.moult.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.server.device.Credential;
import io.moult.server.peers.Await;
import io.moult.server.peers.StockClient;
import io.moult.server.peers.TestClock;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.NewUpdate;
import io.moult.server.tracker.OrderResult;
import io.moult.server.tracker.Update;
import io.moult.server.tracker.UpdatePhase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts, stops, restarts, and what stands in their way. */
final class ServerLifeTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDPOINT = "plain-1";

    @TempDir
    private Path data;

    @Test
    void restart_inMidPush_keepsTheUpdateAndFinishesIt() throws Exception {
        byte[] image = new byte[1_500_000];
        Update ordered;
        try (MoultServer first = start(Clock.systemUTC())) {
            first.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
            StockClient client = new StockClient(ENDPOINT, KEY, first.ports().coaps(), 2 << 20);
            ordered = order(first, image);
            Await.until(
                    "a push under way",
                    () -> first.tracker().find(ordered.id()).orElseThrow(),
                    update -> update.progress().offsetBytes() > 100_000);
            client.vanish();
        }

        try (MoultServer second = start(Clock.systemUTC())) {
            Update kept = second.tracker().find(ordered.id()).orElseThrow();
            assertThat(kept.phase()).isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);
            assertThat(kept.progress().offsetBytes()).isGreaterThan(100_000);
            try (StockClient client =
                    new StockClient(ENDPOINT, KEY, second.ports().coaps(), 2 << 20)) {
                Update done = Await.until(
                        "the end of the update",
                        () -> second.tracker().find(ordered.id()).orElseThrow(),
                        update -> update.phase().isFinal());
                assertThat(done.phase()).as(done.reason()).isEqualTo(UpdatePhase.SUCCEEDED);
                assertThat(client.update().received()).isEqualTo(image);
            }
        }
    }

    @Test
    void deviceThatNeverComes_endsInAFailureWithAReason() throws Exception {
        TestClock now = new TestClock();
        try (MoultServer server = start(now)) {
            server.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
            Update ordered = order(server, new byte[5000]);
            now.advance(Duration.ofDays(6));
            assertThat(server.tracker().find(ordered.id()).orElseThrow().phase())
                    .isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);

            now.advance(Duration.ofDays(2));

            Update failed = Await.until(
                    "the failure",
                    () -> server.tracker().find(ordered.id()).orElseThrow(),
                    update -> update.phase().isFinal());
            assertThat(failed.phase()).isEqualTo(UpdatePhase.FAILED);
            assertThat(failed.reason()).contains("did not answer in time").contains("never heard of");
        }
    }

    @Test
    void secondServer_onTheSameData_isRefused() throws Exception {
        try (MoultServer first = start(Clock.systemUTC())) {
            assertThatThrownBy(() -> start(Clock.systemUTC()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another server uses the data directory")
                    .hasMessageContaining("--data");
            assertThat(first.ports().http()).isPositive();
        }

        start(Clock.systemUTC()).close();
    }

    @Test
    void portInUse_isNamedWithItsOption() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket datagrams = new DatagramSocket(0, loopback);
                ServerSocket stream = new ServerSocket(0, 1, loopback)) {
            int udp = datagrams.getLocalPort();
            assertRefused(ServerSettings.in(data).anyPorts().ports(udp, 0, 0), "CoAPS port " + udp, "--coaps");
            assertRefused(ServerSettings.in(data).anyPorts().ports(0, udp, 0), "CoAPS port " + udp, "--firmware-coaps");
            assertRefused(
                    ServerSettings.in(data).anyPorts().firmwareCoapPort(udp), "CoAP port " + udp, "--firmware-coap");
            assertRefused(
                    ServerSettings.in(data).anyPorts().ports(0, 0, stream.getLocalPort()),
                    "HTTP port " + stream.getLocalPort(),
                    "--http");
        }

        start(Clock.systemUTC()).close();
    }

    @Test
    void address_thatThisMachineDoesNotHave_isNamedWithItsOption() {
        assertRefused(ServerSettings.in(data).anyPorts().host("192.0.2.1"), "no address 192.0.2.1", "--bind");
        assertRefused(ServerSettings.in(data).anyPorts().httpHost("192.0.2.1"), "no address 192.0.2.1", "--http-bind");
    }

    @Test
    void credentialsFile_isReadAtTheStart() throws Exception {
        Path file = Files.writeString(
                data.resolve("credentials.json"),
                "[{\"endpoint\":\"a\",\"identity\":\"ia\",\"key-hex\":\"0a\"},"
                        + "{\"endpoint\":\"b\",\"identity\":\"ib\",\"key-hex\":\"0b\"}]");

        try (MoultServer server = MoultServer.start(
                ServerSettings.in(data).anyPorts().credentialsFile(file).build(), Clock.systemUTC())) {
            assertThat(server.credentials().byIdentity("ib").orElseThrow().endpoint())
                    .isEqualTo("b");
        }
    }

    @Test
    void credentialsFile_thatIsNotUsable_isNamed() throws Exception {
        Path file = data.resolve("credentials.json");
        assertRefused(ServerSettings.in(data).anyPorts().credentialsFile(file), "credentials.json", "cannot be read");

        Files.writeString(file, "{\"endpoint\":\"a\",\"identity\":\"ia\",\"key-hex\":\"0a\"}\n{\"endpoint\":\"b\"}");

        assertRefused(ServerSettings.in(data).anyPorts().credentialsFile(file), "entry 2", "identity");

        Files.writeString(file, "[{");

        assertRefused(
                ServerSettings.in(data).anyPorts().credentialsFile(file), "credentials.json", "line 1 is no JSON");
    }

    @Test
    void ports_ofARunningServer_standInAFile() throws Exception {
        try (MoultServer server = start(Clock.systemUTC())) {
            assertThat(Files.readString(data.resolve("server.json")))
                    .contains("\"coaps\":" + server.ports().coaps())
                    .contains("\"http\":" + server.ports().http())
                    .contains("\"pid\":");
        }
    }

    private static void assertRefused(ServerSettings.Builder settings, String... words) {
        assertThatThrownBy(() -> MoultServer.start(settings.build(), Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(words);
    }

    private MoultServer start(Clock clock) throws IOException {
        return MoultServer.start(ServerSettings.in(data).anyPorts().build(), clock);
    }

    private static Update order(MoultServer server, byte[] image) throws Exception {
        Release release = server.repository().addRaw(new ByteArrayInputStream(image), "raw", "2.0.0");
        OrderResult result = server.tracker()
                .order(new NewUpdate(ENDPOINT, release.id(), Delivery.PUSH, false, true, ""))
                .get();
        return ((OrderResult.Accepted) result).update();
    }
}
