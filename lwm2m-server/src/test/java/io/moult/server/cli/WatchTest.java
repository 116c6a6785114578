package io.moult.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.device.Credential;
import io.moult.server.peers.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following an update past a server that is away for a while. */
final class WatchTest {
    private static final String ENDPOINT = "plain-1";
    private static final String AWAY = "the server does not answer; waiting";

    @TempDir
    private Path data;

    @TempDir
    private Path work;

    private final StringWriter out = new StringWriter();

    @Test
    void server_thatIsStartedAgain_isWaitedForAndTheWatchGoesOn() throws Exception {
        Path file = Files.write(work.resolve("image.bin"), new byte[5_000]);
        MoultServer first = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        MoultServer.Ports ports = first.ports();
        String url = "http://127.0.0.1:" + ports.http();
        CompletableFuture<Integer> watching;
        try {
            first.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.wrap(new byte[16])));
            JsonNode ordered = new ObjectMapper()
                    .readTree(Call.of("update", ENDPOINT, file.toString(), "--raw", "--json", "--server", url)
                            .out());
            watching = CompletableFuture.supplyAsync(() -> follow(URI.create(url), ordered));
            awaitLine("waiting-for-contact");
        } finally {
            first.close();
        }
        awaitLine(AWAY);

        try (MoultServer second = MoultServer.start(
                ServerSettings.in(data)
                        .ports(ports.coaps(), ports.firmwareCoaps(), ports.http())
                        .build(),
                Clock.systemUTC())) {
            awaitLine("the server answers again");
            Call cancelled = Call.of("update", ENDPOINT, "--cancel", "--server", url);

            assertThat(cancelled.status()).as(cancelled.err()).isZero();
            assertThat(watching.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(second.ports().http()).isEqualTo(ports.http());
        }
        assertThat(out.toString()).containsOnlyOnce(AWAY).contains("CANCELLED");
    }

    private void awaitLine(String part) {
        Await.until("a line of the watch", out::toString, said -> said.contains(part));
    }

    private int follow(URI server, JsonNode ordered) {
        try {
            return new Watch(new ApiClient(server), new PrintWriter(out), false, System::nanoTime)
                    .follow(ordered, "cancelled");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void server_thatStaysAway_isGivenUpAfterAMinute() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        AtomicLong nanos = new AtomicLong();
        Watch watch = new Watch(
                new ApiClient(URI.create("http://127.0.0.1:" + nobody)),
                new PrintWriter(out),
                false,
                () -> nanos.getAndAdd(Duration.ofSeconds(25).toNanos()));
        JsonNode ordered = new ObjectMapper().createObjectNode().put("id", "1").put("release", "1");

        assertThatThrownBy(() -> watch.follow(ordered, "succeeded"))
                .isInstanceOf(ApiClient.Silent.class)
                .hasMessageStartingWith("No server answers at");
        assertThat(out.toString()).containsOnlyOnce(AWAY);
        assertThat(Duration.ofNanos(nanos.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(75));
    }
}
