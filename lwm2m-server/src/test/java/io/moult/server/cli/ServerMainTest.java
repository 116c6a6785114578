package io.moult.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.device.Credential;
import io.moult.server.device.Device;
import io.moult.server.peers.Await;
import io.moult.server.peers.Releases;
import io.moult.server.peers.StockClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs against a running server, with their exit status (R132). */
final class ServerMainTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDPOINT = "plain-1";

    @TempDir
    private Path data;

    @TempDir
    private Path work;

    private MoultServer server;
    private String url = "";
    private String out = "";
    private String err = "";

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.credentials().put(new Credential(ENDPOINT, ENDPOINT, Bytes.copyOf(KEY)));
        url = "http://127.0.0.1:" + server.ports().http();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void help_ofEachVerb_isDone() {
        assertThat(run("--help")).isZero();
        assertThat(out).contains("server").contains("devices").contains("update");
        assertThat(run("server", "--help")).isZero();
        assertThat(run("devices", "--help")).isZero();
        assertThat(run("update", "--help")).isZero();
    }

    @Test
    void misuse_isStatusTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("fly")).isEqualTo(2);
        assertThat(run("server")).isEqualTo(2);
        assertThat(err).contains("--data");
        assertThat(run("server", "--data", data.toString(), "--coaps", "70000")).isEqualTo(2);
        assertThat(run("server", "--data", data.toString(), "--block", "1000")).isEqualTo(2);
        assertThat(run("update", ENDPOINT)).isEqualTo(2);
        assertThat(run("devices", "--server", "nonsense")).isEqualTo(2);
        assertThat(run("update", ENDPOINT, "v.suit", "--server", "junk")).isEqualTo(2);
        assertThat(err).contains("\"junk\" is not the address of a server");
        assertThat(run("update", ENDPOINT, "v.suit", "--server", "ftp://host")).isEqualTo(2);
        assertThat(run("update", ENDPOINT, "v.suit", "--server", "not an address"))
                .isEqualTo(2);
        assertThat(run("update", ENDPOINT, "v.suit", "--image-version", "3", "--server", url))
                .isEqualTo(2);
        assertThat(err).contains("--image-version belongs to --raw");
    }

    @Test
    void server_onDataInUse_isOneSentenceAndStatusOne() {
        assertThat(run("server", "--data", data.toString())).isOne();

        assertThat(err.strip())
                .startsWith("Another server uses the data directory")
                .hasLineCount(1);
    }

    @Test
    void verbs_withoutAServer_areOneSentenceAndStatusOne() throws Exception {
        Path file = Files.write(work.resolve("image.bin"), new byte[10]);
        server.close();

        assertThat(run("devices", "--server", url)).isOne();
        assertThat(err.strip()).startsWith("No server answers at").hasLineCount(1);
        assertThat(run("update", ENDPOINT, file.toString(), "--server", url)).isOne();
    }

    @Test
    void devices_registered_areListed() throws Exception {
        assertThat(run("devices", "--server", url)).isZero();
        assertThat(out).contains("No device");
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            registered();

            assertThat(run("devices", "--server", url)).isZero();
            assertThat(out).contains(ENDPOINT).contains("1.0.0");
            assertThat(run("devices", "--json", "--server", url)).isZero();
            JsonNode devices = new ObjectMapper().readTree(out);
            assertThat(devices.path(0).path("registered").asBoolean()).isTrue();
            assertThat(client.update().executions()).isZero();
        }
    }

    @Test
    void update_watchedToItsEnd_tellsTheOutcome() throws Exception {
        Path file = Files.write(work.resolve("image.bin"), new byte[50_000]);
        try (StockClient client = new StockClient(ENDPOINT, KEY, server.ports().coaps(), 1 << 20)) {
            registered();

            assertThat(update(file)).as(err).isZero();
            assertThat(out).contains("updated from version 1.0.0 to version 2.0.0");

            client.update().judgesPackagesWith(5);
            assertThat(update(file)).isOne();
            assertThat(out).contains("REFUSED").contains("integrity-check-failed");
        }
    }

    @Test
    void update_notWatched_isOrdered() throws Exception {
        Path file = Files.write(work.resolve("image.bin"), new byte[5_000]);

        assertThat(run("update", ENDPOINT, file.toString(), "--raw", "--json", "--server", url))
                .isZero();

        assertThat(new ObjectMapper().readTree(out).path("state").asText()).isEqualTo("waiting-for-contact");
    }

    @Test
    void update_withAFileThatIsNoRelease_isRefused() throws Exception {
        Path file = Files.write(work.resolve("image.bin"), new byte[5_000]);

        assertThat(run("update", ENDPOINT, file.toString(), "--server", url)).isOne();
        assertThat(err).contains("not a usable SUIT envelope");
        assertThat(run("update", ENDPOINT, work.resolve("none").toString(), "--server", url))
                .isOne();
        assertThat(err).contains("cannot be read");
        assertThat(run("update", "nobody", file.toString(), "--raw", "--server", url))
                .isOne();
        assertThat(err).contains("There is no device");
    }

    @Test
    void update_withAnImage_putsItWhereTheManifestSays() throws Exception {
        Path image = Files.write(work.resolve("new.bin"), new byte[9_000]);
        String uri = "coaps://127.0.0.1:" + server.ports().firmwareCoaps() + "/images/new.bin";
        Path file = work.resolve("update.suit");
        Files.write(file, new Releases(work).envelopeByUri("2.0.0", 2, image, uri));

        assertThat(run("update", ENDPOINT, file.toString(), "--image", image.toString(), "--server", url))
                .as(err)
                .isZero();

        try (var stored = server.repository().openImage("new.bin").orElseThrow()) {
            assertThat(stored.body().lengthBytes()).isEqualTo(9_000);
        }
    }

    private int update(Path file) {
        return run(
                "update", ENDPOINT, file.toString(), "--raw", "--image-version", "2.0.0", "--watch", "--server", url);
    }

    private void registered() {
        Await.until(
                "the registration",
                () -> server.tracker().devices().find(ENDPOINT),
                found -> found.filter(Device::registered)
                        .filter(device -> !device.version().isEmpty())
                        .isPresent());
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int status = ServerMain.commandLine()
                .setOut(new PrintWriter(outText))
                .setErr(new PrintWriter(errText))
                .execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return status;
    }
}
