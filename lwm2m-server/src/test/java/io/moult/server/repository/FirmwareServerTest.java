package io.moult.server.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.device.Credential;
import io.moult.server.peers.DtlsPeer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and releases fetched over coaps by a stock Californium client (R41, R45). */
final class FirmwareServerTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path data;

    private MoultServer server;
    private byte[] image;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.credentials().put(new Credential("device-1", "id-1", Bytes.copyOf(KEY)));
        image = new byte[100_001];
        new Random(7).nextBytes(image);
        server.repository().putImage("new.bin", new ByteArrayInputStream(image));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void image_fetchedByAStockClient_arrivesWhole() throws Exception {
        CoapResponse response = get("images/new.bin", Request.newGet());

        assertThat(response.getPayload()).isEqualTo(image);
    }

    @Test
    void oneBlock_asked_isAnsweredWithETagAndSize() throws Exception {
        Request request = Request.newGet();
        request.getOptions().setBlock2(6, false, 50);
        request.getOptions().setSize2(0);

        CoapResponse response = get("images/new.bin", request);

        assertThat(response.getPayload()).hasSize(1024);
        assertThat(response.getPayload()[0]).isEqualTo(image[50 * 1024]);
        assertThat(response.getOptions().getSize2()).isEqualTo(image.length);
        assertThat(response.getOptions().getETags().get(0))
                .isEqualTo(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(image), 8));
    }

    @Test
    void release_byItsId_isServedToo() throws Exception {
        Release release = server.repository().addRaw(new ByteArrayInputStream(image), "raw", "2.0.0");

        assertThat(get("releases/" + release.id(), Request.newGet()).getPayload())
                .isEqualTo(image);
    }

    @Test
    void whatIsNotThere_isNotFound() throws Exception {
        assertThat(get("images/old.bin", Request.newGet()).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(get("images/..%2Fmoult.db", Request.newGet()).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(get("images", Request.newGet()).getCode().isSuccess()).isFalse();
    }

    @Test
    void wrongKey_getsNothing() throws Exception {
        byte[] wrong = KEY.clone();
        wrong[0]++;

        assertThat(ask("images/new.bin", wrong, Request.newGet(), Duration.ofSeconds(3)))
                .isEmpty();
        assertThat(get("images/new.bin", Request.newGet()).getCode()).isEqualTo(ResponseCode.CONTENT);
    }

    private CoapResponse get(String path, Request request) {
        return ask(path, KEY, request, Duration.ofSeconds(20)).orElseThrow();
    }

    private Optional<CoapResponse> ask(String path, byte[] key, Request request, Duration patience) {
        request.setURI("coaps://127.0.0.1:" + server.ports().firmwareCoaps() + "/" + path);
        try (DtlsPeer device = new DtlsPeer("id-1", key)) {
            return device.ask(request, patience);
        }
    }
}
