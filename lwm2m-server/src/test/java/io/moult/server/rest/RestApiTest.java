package io.moult.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFiles;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.peers.Releases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST API over real HTTP (R41, R132). */
final class RestApiTest {
    @TempDir
    private Path data;

    @TempDir
    private Path work;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private MoultServer server;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(
                ServerSettings.in(data).anyPorts().mostUploadBytes(1 << 20).build(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void deviceKey_isTakenIfItIsOne() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(KeyFiles.generate(new SecureRandom())
                                .getPublic()
                                .getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        assertThat(putKey(pem).statusCode()).isEqualTo(204);
        HttpResponse<String> refused = putKey("my key");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("What was sent as the device's key");
        assertThat(putKey("x".repeat(9000)).statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> putKey(String key) throws Exception {
        return put("/api/v1/devices/device-1/key", key);
    }

    @Test
    void health_ofARunningServer_isUp() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("status").asText()).isEqualTo("up");
    }

    @Test
    void release_uploaded_isListedWithWhatItsManifestSays() throws Exception {
        Releases releases = new Releases(work);
        byte[] envelope = releases.envelope("2.0.0", 7, 5000);

        HttpResponse<String> created = post("/api/v1/releases?name=update.suit", envelope);

        JsonNode release = json(created);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location"))
                .contains("/api/v1/releases/" + release.path("id").asText());
        assertThat(release.path("version").asText()).isEqualTo("2.0.0");
        assertThat(release.path("sequenceNumber").asText()).isEqualTo("7");
        assertThat(release.path("classId").asText())
                .isEqualTo(releases.classId().toString());
        assertThat(release.path("payloadUri").asText()).isEqualTo("#image");
        assertThat(release.path("sha256").asText()).isEqualTo(sha256(envelope));
        assertThat(json(get("/api/v1/releases")).path("content")).hasSize(1);
        assertThat(json(post("/api/v1/releases?name=update.suit", envelope)).path("id"))
                .isEqualTo(release.path("id"));
    }

    @Test
    void release_thatIsNoEnvelope_isRefusedAndNotKept() throws Exception {
        byte[] foreign = new byte[2000];
        new Random(1).nextBytes(foreign);

        HttpResponse<String> refused = post("/api/v1/releases", foreign);

        problem(refused, 422, "unusable-file");
        assertThat(json(get("/api/v1/releases")).path("content")).isEmpty();
        try (var files = Files.list(data.resolve("releases"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void release_cutShort_isRefused() throws Exception {
        byte[] envelope = new Releases(work).envelope("2.0.0", 7, 5000);

        problem(post("/api/v1/releases", Arrays.copyOf(envelope, envelope.length - 100)), 422, "unusable-file");
        problem(post("/api/v1/releases", Arrays.copyOf(envelope, 50)), 422, "unusable-file");
        problem(post("/api/v1/releases", new byte[0]), 422, "unusable-file");
    }

    @Test
    void upload_beyondTheLimit_isRefused() throws Exception {
        problem(post("/api/v1/releases?kind=raw", new byte[(1 << 20) + 1]), 413, "too-large");

        assertThat(post("/api/v1/releases?kind=raw", new byte[1 << 20]).statusCode())
                .isEqualTo(201);
    }

    @Test
    void page_ofAnotherOrigin_mayNotCall() throws Exception {
        assertThat(statusOf("Host: 127.0.0.1:8080", "Origin: http://evil.example"))
                .contains("403");
        assertThat(statusOf("Host: 127.0.0.1:8080", "Origin: null")).contains("403");
        assertThat(statusOf("Host: evil.example", "Accept: */*")).contains("403");
        assertThat(statusOf("Host: 127.0.0.1.evil.example:80", "Accept: */*")).contains("403");
        assertThat(statusOf("Host: 127.0.0.1:8080", "Origin: http://127.0.0.1:8080"))
                .contains("200");
        assertThat(statusOf("Host: localhost:8080", "Accept: */*")).contains("200");
        assertThat(statusOf("Host: [::1]:8080", "Accept: */*")).contains("200");
    }

    private String statusOf(String... headers) throws IOException {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().http())) {
            String request =
                    "GET /health HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void refusal_ofAnUpload_reachesAClientThatSendsAllBeforeItReads() throws Exception {
        int length = 16 << 20;
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().http())) {
            OutputStream out = client.getOutputStream();
            out.write(("POST /api/v1/releases?kind=raw HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[length]);
            out.flush();

            byte[] statusLine = client.getInputStream().readNBytes(12);
            assertThat(new String(statusLine, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void image_put_isStoredUnderItsName() throws Exception {
        HttpResponse<String> stored = put("/api/v1/images/new.bin", "image".repeat(1000));

        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(json(stored).path("size").asInt()).isEqualTo(5000);
        problem(put("/api/v1/images/.hidden", "image"), 422, "unusable-file");
    }

    @Test
    void credentials_put_areStoredOnce() throws Exception {
        assertThat(put("/api/v1/devices/device-1/credentials", "{\"identity\":\"id-1\",\"key-hex\":\"00ff\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(server.credentials().byIdentity("id-1").orElseThrow().key()).isEqualTo(Bytes.ofHex("00ff"));
        problem(
                put("/api/v1/devices/device-2/credentials", "{\"identity\":\"id-1\",\"key-hex\":\"00ff\"}"),
                409,
                "identity-taken");
        problem(put("/api/v1/devices/device-1/credentials", "{\"identity\":\"id-1\"}"), 400, "bad-request");
        problem(
                put("/api/v1/devices/device-1/credentials", "{\"identity\":\"id-1\",\"key-hex\":\"xy\"}"),
                400,
                "bad-request");
        assertThat(json(get("/api/v1/devices/device-1")).path("registered").asBoolean())
                .isFalse();
    }

    @Test
    void whatIsNotThere_isAProblem() throws Exception {
        problem(get("/api/v1/devices/nobody"), 404, "not-found");
        problem(get("/api/v1/releases/nothing"), 404, "not-found");
        problem(get("/api/v1/updates/77"), 404, "not-found");
        problem(get("/api/v1/updates/%27%3B--"), 404, "not-found");
        problem(get("/api/v2"), 404, "not-found");
        problem(post("/api/v1/devices", new byte[1]), 405, "method-not-allowed");
        problem(post("/api/v1/updates/77/execute", new byte[0]), 404, "not-found");
    }

    @Test
    void badRequests_areToldInOneSentence() throws Exception {
        problem(post("/api/v1/updates", "{".getBytes(StandardCharsets.UTF_8)), 400, "bad-request");
        problem(post("/api/v1/updates", "[1]".getBytes(StandardCharsets.UTF_8)), 400, "bad-request");
        problem(post("/api/v1/updates", "{\"endpoint\":\"x\"}".getBytes(StandardCharsets.UTF_8)), 400, "bad-request");
        problem(
                post(
                        "/api/v1/updates",
                        "{\"endpoint\":\"x\",\"release\":\"y\",\"delivery\":\"pigeon\"}"
                                .getBytes(StandardCharsets.UTF_8)),
                400,
                "bad-request");
        problem(
                post("/api/v1/updates", "{\"endpoint\":\"x\",\"release\":\"y\"}".getBytes(StandardCharsets.UTF_8)),
                404,
                "not-found");
        problem(
                post("/api/v1/updates", (" ".repeat(70_000) + "{}").getBytes(StandardCharsets.UTF_8)),
                413,
                "too-large");
        for (String slip : List.of("\"executee\":false", "\"execute\":\"no\"", "\"force\":1")) {
            String order = "{\"endpoint\":\"x\",\"release\":\"y\"," + slip + "}";
            problem(post("/api/v1/updates", order.getBytes(StandardCharsets.UTF_8)), 400, "bad-request");
        }
        problem(get("/api/v1/devices?limit=0"), 400, "bad-request");
        problem(get("/api/v1/devices?limit=many"), 400, "bad-request");
        problem(post("/api/v1/releases?kind=delta", new byte[5]), 400, "bad-request");
    }

    @Test
    void update_ofADeviceThatNeverCame_waitsAndCanBeWithdrawn() throws Exception {
        put("/api/v1/devices/device-1/credentials", "{\"identity\":\"id-1\",\"key-hex\":\"00ff\"}");
        String release = json(post("/api/v1/releases?kind=raw&name=a&version=2", new byte[5000]))
                .path("id")
                .asText();
        String wish = "{\"endpoint\":\"device-1\",\"release\":\"" + release + "\"}";

        HttpResponse<String> ordered = post("/api/v1/updates", wish.getBytes(StandardCharsets.UTF_8));

        assertThat(ordered.statusCode()).isEqualTo(202);
        String location = ordered.headers().firstValue("Location").orElseThrow();
        JsonNode update = json(get(location));
        assertThat(update.path("state").asText()).isEqualTo("waiting-for-contact");
        assertThat(update.path("deadline").asText()).isNotEmpty();
        assertThat(update.path("timeline")).hasSize(1);
        problem(post("/api/v1/updates", wish.getBytes(StandardCharsets.UTF_8)), 409, "another-update");
        problem(post(location + "/execute", new byte[0]), 409, "not-now");
        assertThat(json(delete(location)).path("state").asText()).isEqualTo("cancelled");
        problem(delete(location), 409, "not-now");
        assertThat(json(get("/api/v1/updates?endpoint=device-1")).path("content"))
                .hasSize(1);
    }

    private void problem(HttpResponse<String> response, int status, String kind) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode json = json(response);
        assertThat(json.path("type").asText()).isEqualTo("urn:moult:problem:" + kind);
        assertThat(json.path("status").asInt()).isEqualTo(status);
        assertThat(json.path("title").asText()).isNotEmpty();
        assertThat(json.path("detail").asText()).endsWith(".");
    }

    private JsonNode json(HttpResponse<String> response) throws Exception {
        return mapper.readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return send(request(path).PUT(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.ports().http() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String sha256(byte[] octets) throws Exception {
        return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(octets)).hex();
    }
}
