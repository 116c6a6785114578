package io.moult.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.server.peers.DtlsPeer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is changed over REST: the old one is of no more use, not even in a session that it has opened (R45). */
final class ChangedKeyTest {
    private static final byte[] OLD = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofMillis(1_500);

    @TempDir
    private Path data;

    private MoultServer server;

    @BeforeEach
    void start() throws Exception {
        server = MoultServer.start(ServerSettings.in(data).anyPorts().build(), Clock.systemUTC());
        server.repository().putImage("new.bin", new ByteArrayInputStream(new byte[100]));
        putKey("id-1", OLD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sessions_ofAChangedKey_areEnded() throws Exception {
        try (DtlsPeer device = new DtlsPeer("id-1", OLD);
                DtlsPeer renewed = new DtlsPeer("id-1", NEW)) {
            assertThat(register(device, ANSWER)).contains(ResponseCode.CREATED);
            assertThat(fetch(device, ANSWER)).contains(ResponseCode.CONTENT);

            putKey("id-1", NEW);

            assertThat(register(device, SILENCE)).isEmpty();
            assertThat(fetch(device, SILENCE)).isEmpty();
            assertThat(register(renewed, ANSWER)).contains(ResponseCode.CREATED);
            assertThat(fetch(renewed, ANSWER)).contains(ResponseCode.CONTENT);
        }
    }

    @Test
    void sessions_ofAChangedIdentity_areEnded() throws Exception {
        try (DtlsPeer device = new DtlsPeer("id-1", OLD)) {
            assertThat(fetch(device, ANSWER)).contains(ResponseCode.CONTENT);

            putKey("id-2", OLD);

            assertThat(fetch(device, SILENCE)).isEmpty();
        }
    }

    @Test
    void sessions_whenTheSameKeyIsPutAgain_goOn() throws Exception {
        try (DtlsPeer device = new DtlsPeer("id-1", OLD)) {
            assertThat(register(device, ANSWER)).contains(ResponseCode.CREATED);

            putKey("id-1", OLD);

            assertThat(register(device, ANSWER)).contains(ResponseCode.CREATED);
        }
    }

    private Optional<ResponseCode> register(DtlsPeer device, Duration patience) {
        Request request = Request.newPost();
        request.setURI("coaps://127.0.0.1:" + server.ports().coaps() + "/rd?ep=device-1&lt=300&lwm2m=1.1&b=U");
        request.getOptions().setContentFormat(40);
        request.setPayload("</3/0>,</5/0>");
        return device.ask(request, patience).map(CoapResponse::getCode);
    }

    private Optional<ResponseCode> fetch(DtlsPeer device, Duration patience) {
        Request request = Request.newGet();
        request.setURI("coaps://127.0.0.1:" + server.ports().firmwareCoaps() + "/images/new.bin");
        return device.ask(request, patience).map(CoapResponse::getCode);
    }

    private void putKey(String identity, byte[] key) throws Exception {
        String json = "{\"identity\":\"" + identity + "\",\"key-hex\":\""
                + HexFormat.of().formatHex(key) + "\"}";
        URI uri = URI.create("http://127.0.0.1:" + server.ports().http() + "/api/v1/devices/device-1/credentials");
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .PUT(BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(204);
    }
}
