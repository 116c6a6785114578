package io.moult.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.device.Credential;
import io.moult.server.device.Device;
import io.moult.server.peers.Await;
import io.moult.server.peers.Releases;
import io.moult.server.peers.StockClient;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.NewUpdate;
import io.moult.server.tracker.OrderResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device says of itself is read when it registers and kept, and decides what it is offered (R7, R9). */
final class DeviceRecordTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDPOINT = "sensor-1";

    @TempDir
    private Path data;

    @TempDir
    private Path work;

    private MoultServer server;
    private Releases releases;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
        releases = new Releases(work);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void registration_ofADeviceWithThePrivateObject_fillsTheRecordForGood() throws Exception {
        UUID another = UUID.randomUUID();
        try (StockClient client = device(releases.vendorId(), another)) {
            Device device = registered();

            assertThat(device.vendorId()).contains(releases.vendorId());
            assertThat(device.classId()).contains(another);
            assertThat(device.version()).isEqualTo("1.0.0");
            assertThat(Long.toUnsignedString(device.sequenceNumber().orElseThrow()))
                    .isEqualTo("18446744073709551615");
            assertThat(device.bootReport()).contains("normal");
            assertThat(device.supportsPrivateObject()).isTrue();
            assertThat(client.update().executions()).isZero();
        }
        Await.until(
                "the deregistration",
                () -> server.tracker().devices().find(ENDPOINT).orElseThrow(),
                device -> !device.registered());

        server.close();
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());

        assertThat(server.tracker().devices().find(ENDPOINT).orElseThrow().classId())
                .contains(another);
    }

    @Test
    void release_ofAnotherClass_isNotOfferedUnlessForced() throws Exception {
        Release release = server.repository()
                .addEnvelope(new ByteArrayInputStream(releases.envelope("2.0.0", 2, 3000)), "update.suit");
        try (StockClient client = device(releases.vendorId(), UUID.randomUUID())) {
            registered();

            OrderResult declined = order(release, false);
            OrderResult forced = order(release, true);

            assertThat(declined).isInstanceOf(OrderResult.Declined.class);
            assertThat(((OrderResult.Declined) declined).why()).isEqualTo(OrderResult.Why.NOT_FOR_THIS_DEVICE);
            assertThat(((OrderResult.Declined) declined).detail())
                    .contains("class-mismatch")
                    .contains(releases.classId().toString());
            assertThat(forced).isInstanceOf(OrderResult.Accepted.class);
            assertThat(client.update().executions()).isZero();
        }
    }

    @Test
    void release_ofItsClass_isDelivered() throws Exception {
        byte[] envelope = releases.envelope("2.0.0", 2, 3000);
        Release release = server.repository().addEnvelope(new ByteArrayInputStream(envelope), "update.suit");
        try (StockClient client = device(releases.vendorId(), releases.classId())) {
            registered();

            assertThat(order(release, false)).isInstanceOf(OrderResult.Accepted.class);

            Await.until("the package", () -> client.update().received(), octets -> octets.length == envelope.length);
            assertThat(client.update().received()).isEqualTo(envelope);
        }
    }

    private StockClient device(UUID vendorId, UUID classId) {
        return new StockClient(
                ENDPOINT,
                KEY,
                server.ports().coaps(),
                1 << 20,
                new io.moult.server.peers.SupportObject(vendorId, classId));
    }

    private Device registered() {
        return Await.until(
                        "the registration",
                        () -> server.tracker().devices().find(ENDPOINT),
                        found -> found.filter(Device::registered)
                                .filter(Device::supportsPrivateObject)
                                .isPresent())
                .orElseThrow();
    }

    private OrderResult order(Release release, boolean force) throws Exception {
        return server.tracker()
                .order(new NewUpdate(ENDPOINT, release.id(), Delivery.PUSH, force, true, ""))
                .get();
    }
}
