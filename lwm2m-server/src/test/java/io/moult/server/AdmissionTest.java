package io.moult.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.device.Credential;
import io.moult.server.peers.Await;
import io.moult.server.peers.StockClient;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.NewUpdate;
import io.moult.server.tracker.OrderResult;
import io.moult.server.tracker.TimelineEntry;
import io.moult.server.tracker.Update;
import io.moult.server.tracker.UpdatePhase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several devices and one transfer slot. */
final class AdmissionTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path data;

    @Test
    void oneSlot_severalDevices_areServedOneAfterTheOther() throws Exception {
        List<StockClient> clients = new ArrayList<>();
        try (MoultServer server = MoultServer.start(
                ServerSettings.in(data).anyPorts().mostTransfers(1).build(), Clock.systemUTC())) {
            Release release = server.repository().addRaw(new ByteArrayInputStream(new byte[100_000]), "raw", "2.0.0");
            List<String> ids = new ArrayList<>();
            for (String endpoint : List.of("a", "b", "c")) {
                server.credentials().put(new Credential(endpoint, endpoint, Bytes.copyOf(KEY)));
                ids.add(order(server, endpoint, release));
                clients.add(new StockClient(endpoint, KEY, server.ports().coaps(), 1 << 20));
            }

            List<Pushing> pushes = new ArrayList<>();
            for (String id : ids) {
                Update done = Await.until(
                        "the end of update " + id,
                        () -> server.tracker().find(id).orElseThrow(),
                        update -> update.phase().isFinal());
                assertThat(done.phase()).as(done.reason()).isEqualTo(UpdatePhase.SUCCEEDED);
                pushes.add(pushing(server.tracker().timeline(id)));
            }

            pushes.sort(Comparator.comparing(Pushing::from));
            for (int i = 1; i < pushes.size(); i++) {
                assertThat(pushes.get(i).from())
                        .isAfterOrEqualTo(pushes.get(i - 1).to());
            }
        } finally {
            clients.forEach(StockClient::vanish);
        }
    }

    private record Pushing(Instant from, Instant to) {}

    private static Pushing pushing(List<TimelineEntry> timeline) {
        for (int i = 0; i + 1 < timeline.size(); i++) {
            if (timeline.get(i).phase() == UpdatePhase.PUSHING) {
                return new Pushing(timeline.get(i).at(), timeline.get(i + 1).at());
            }
        }
        throw new AssertionError("never pushed: " + timeline);
    }

    private static String order(MoultServer server, String endpoint, Release release) throws Exception {
        OrderResult result = server.tracker()
                .order(new NewUpdate(endpoint, release.id(), Delivery.PUSH, false, true, ""))
                .get();
        return ((OrderResult.Accepted) result).update().id();
    }
}
