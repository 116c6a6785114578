package io.moult.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.device.Credential;
import io.moult.server.device.Device;
import io.moult.server.peers.Await;
import io.moult.server.peers.StockClient;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.NewUpdate;
import io.moult.server.tracker.OrderResult;
import io.moult.server.tracker.Update;
import io.moult.server.tracker.UpdatePhase;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server and a stock Leshan client with a plain object 5, over coaps (R45, R117, R121, R156). */
final class PushToPlainDeviceTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final String ENDPOINT = "plain-1";

    @TempDir
    private Path data;

    private MoultServer server;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void push_stockClientWithRaisedLimit_takesAllAndRunsIt() throws Exception {
        byte[] image = image(300_001);
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            registered();

            Update done = finished(order(image, true));

            assertThat(done.phase()).as(done.reason()).isEqualTo(UpdatePhase.SUCCEEDED);
            assertThat(client.update().received()).isEqualTo(image);
            assertThat(done.progress().versionBefore()).isEqualTo("1.0.0");
            assertThat(done.progress().versionAfter()).isEqualTo("2.0.0");
            assertThat(done.progress().result()).isEqualTo(1);
        }
    }

    @Test
    void push_stockClientWithItsOwnLimit_endsWithTheLimitAsReason() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 8192)) {
            registered();

            Update done = finished(order(image(20_000), true));

            assertThat(done.phase()).isEqualTo(UpdatePhase.REFUSED);
            assertThat(done.reason())
                    .contains("package-too-large")
                    .contains("8192")
                    .contains("20000");
            assertThat(client.update().received()).isEmpty();
        }
    }

    @Test
    void execute_withoutPolicy_waitsForApproval() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            registered();
            Update ordered = order(image(5_000), false);
            in(ordered, UpdatePhase.READY);
            assertThat(client.update().executions()).isZero();

            server.tracker().execute(ordered.id()).get();

            assertThat(finished(ordered).phase()).isEqualTo(UpdatePhase.SUCCEEDED);
            assertThat(client.update().executions()).isOne();
        }
    }

    /** Interop 11. */
    @Test
    void deferral_byTheDevice_isExecutedAgainLater() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            client.update().installsWith(11);
            registered();
            Update ordered = order(image(5_000), true);
            in(ordered, UpdatePhase.DEFERRED);

            client.update().installsWith(1);
            server.tracker().execute(ordered.id()).get();

            assertThat(finished(ordered).phase()).isEqualTo(UpdatePhase.SUCCEEDED);
        }
    }

    /** Interop 2: 2.04 on the last block is not acceptance. */
    @Test
    void package_takenButRefusedAfterwards_isRefusedWithTheResult() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            client.update().judgesPackagesWith(5);
            registered();

            Update done = finished(order(image(5_000), true));

            assertThat(done.phase()).isEqualTo(UpdatePhase.REFUSED);
            assertThat(done.reason()).contains("integrity-check-failed");
        }
    }

    @Test
    void installation_failing_isToldWithTheResult() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            client.update().installsWith(8);
            registered();

            Update done = finished(order(image(5_000), true));

            assertThat(done.phase()).isEqualTo(UpdatePhase.FAILED);
            assertThat(done.reason()).contains("update-failed");
        }
    }

    @Test
    void uri_stockClient_isToldWhereToFetch() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            registered();
            Release release = server.repository().addRaw(new ByteArrayInputStream(image(9_000)), "raw", "2.0.0");
            Update ordered = accepted(new NewUpdate(ENDPOINT, release.id(), Delivery.URI, false, true, ""));
            in(ordered, UpdatePhase.DOWNLOADING);
            assertThat(client.update().uri())
                    .isEqualTo("coaps://127.0.0.1:" + server.ports().firmwareCoaps() + "/releases/" + release.id());

            client.update().fetched();

            assertThat(finished(ordered).phase()).isEqualTo(UpdatePhase.SUCCEEDED);
        }
    }

    /** The device comes only after the update was ordered: the server has waited for it. */
    @Test
    void device_comingLater_getsWhatWasOrdered() throws Exception {
        byte[] image = image(40_000);
        Update ordered = order(image, true);

        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            Update done = finished(ordered);
            assertThat(done.phase()).as(done.reason()).isEqualTo(UpdatePhase.SUCCEEDED);
            assertThat(done.progress().versionBefore()).isEqualTo("1.0.0");
            assertThat(client.update().received()).isEqualTo(image);
        }
    }

    private void registered() {
        Await.until(
                "the registration",
                () -> server.tracker().devices().find(ENDPOINT),
                found -> found.filter(Device::registered)
                        .filter(device -> !device.version().isEmpty())
                        .isPresent());
    }

    private Update order(byte[] image, boolean execute) throws Exception {
        Release release = server.repository().addRaw(new ByteArrayInputStream(image), "raw", "2.0.0");
        return accepted(new NewUpdate(ENDPOINT, release.id(), Delivery.PUSH, false, execute, ""));
    }

    private Update accepted(NewUpdate wish) throws Exception {
        OrderResult result = server.tracker().order(wish).get();
        assertThat(result).isInstanceOf(OrderResult.Accepted.class);
        return ((OrderResult.Accepted) result).update();
    }

    private Update in(Update ordered, UpdatePhase phase) {
        return Await.until("phase " + phase, () -> find(ordered), update -> update.phase() == phase);
    }

    private Update finished(Update ordered) {
        return Await.until(
                "the end of the update",
                () -> find(ordered),
                update -> update.phase().isFinal());
    }

    private Update find(Update ordered) {
        Optional<Update> found = server.tracker().find(ordered.id());
        return found.orElseThrow();
    }

    private static byte[] image(int length) {
        byte[] image = new byte[length];
        new Random(length).nextBytes(image);
        return image;
    }
}
