package io.moult.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.device.Credential;
import io.moult.server.peers.StockClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator cancels or approves the update that a device has in progress (R132). */
final class UpdateInProgressTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDPOINT = "plain-1";

    @TempDir
    private Path data;

    @TempDir
    private Path work;

    private MoultServer server;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
        file = Files.write(work.resolve("image.bin"), new byte[5_000]);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void cancel_ofAnUpdateInProgress_endsIt() throws Exception {
        assertThat(update(file.toString(), "--raw").status()).isZero();

        Call cancelled = update("--cancel");

        assertThat(cancelled.status()).as(cancelled.err()).isZero();
        assertThat(cancelled.out()).contains("of plain-1 is cancelled.");
        Call again = update("--cancel");
        assertThat(again.status()).isOne();
        assertThat(again.err().strip()).isEqualTo("plain-1 has no update in progress; there is nothing to cancel.");
    }

    @Test
    void cancel_watched_isDoneWhenTheUpdateIsCancelled() {
        update(file.toString(), "--raw");

        Call cancelled = update("--cancel", "--watch");

        assertThat(cancelled.status()).as(cancelled.err()).isZero();
        assertThat(cancelled.out()).contains("CANCELLED");
    }

    @Test
    void approve_ofAnUpdateThatIsReady_installsIt() throws Exception {
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            Call ready = update(file.toString(), "--raw", "--image-version", "2.0.0", "--no-execute", "--watch");
            assertThat(ready.status()).as(ready.err()).isZero();
            assertThat(ready.out()).contains("waits for approval").contains("--approve");
            assertThat(client.update().executions()).isZero();

            Call approved = update("--approve", "--watch");

            assertThat(approved.status()).as(approved.err()).isZero();
            assertThat(approved.out()).contains("to version 2.0.0");
            assertThat(client.update().executions()).isOne();
        }
    }

    @Test
    void approve_ofAnUpdateThatIsNotReady_saysWhereItStands() {
        update(file.toString(), "--raw", "--no-execute");

        Call approved = update("--approve");

        assertThat(approved.status()).isOne();
        assertThat(approved.err().strip())
                .isEqualTo("The update of plain-1 is waiting-for-contact: it can be approved when it is ready, or was"
                        + " deferred.");
        assertThat(update("--approve", "--json").out()).contains("\"name\":\"not-now\"");
    }

    @Test
    void order_whileAnotherIsInProgress_saysTheWayOut() {
        update(file.toString(), "--raw");

        Call second = update(file.toString(), "--raw", "--json");

        assertThat(second.status()).isOne();
        assertThat(second.err()).contains("has the unfinished update").contains("update plain-1 --cancel");
        assertThat(second.out()).contains("\"name\":\"another-update\"");
    }

    @Test
    void cancel_ofADeviceThatNobodyKnows_isOneSentence() {
        Call unknown = Call.of("update", "nobody", "--cancel", "--server", url());

        assertThat(unknown.status()).isOne();
        assertThat(unknown.err().strip()).isEqualTo("There is no device \"nobody\".");
    }

    @Test
    void cancel_asJson_isTheUpdateOrAnError() throws Exception {
        Call none = update("--cancel", "--json");

        assertThat(none.status()).isOne();
        JsonNode error = new ObjectMapper().readTree(none.out()).path("error");
        assertThat(error.path("name").asText()).isEqualTo("no-update");
        assertThat(error.path("sentence").asText()).isEqualTo(none.err().strip());

        update(file.toString(), "--raw");
        JsonNode cancelled =
                new ObjectMapper().readTree(update("--cancel", "--json").out());
        assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
    }

    @Test
    void decisions_mixedWithAnOrder_areMisuse() {
        assertThat(update("--cancel", "--approve").status()).isEqualTo(2);
        assertThat(update("--cancel", file.toString()).err()).contains("takes no FILE");
        assertThat(update("--approve", "--force").err()).contains("takes no --force");
        assertThat(update(file.toString(), "--delivery", "mail").status()).isEqualTo(2);
        Call alone = update("--json");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("FILE is missing").contains("--cancel");
        assertThat(alone.out()).contains("\"name\":\"misuse\"");
    }

    private Call update(String... more) {
        List<String> arguments = new ArrayList<>(List.of("update", ENDPOINT, "--server", url()));
        arguments.addAll(List.of(more));
        return Call.of(arguments.toArray(String[]::new));
    }

    private String url() {
        return "http://127.0.0.1:" + server.ports().http();
    }
}
