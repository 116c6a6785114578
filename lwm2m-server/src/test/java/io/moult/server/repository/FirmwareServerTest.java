package io.moult.server.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import io.moult.server.device.Credential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
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
        CoapResponse response = get("images/new.bin", KEY, Request.newGet());

        assertThat(response.getPayload()).isEqualTo(image);
    }

    @Test
    void oneBlock_asked_isAnsweredWithETagAndSize() throws Exception {
        Request request = Request.newGet();
        request.getOptions().setBlock2(6, false, 50);
        request.getOptions().setSize2(0);

        CoapResponse response = get("images/new.bin", KEY, request);

        assertThat(response.getPayload()).hasSize(1024);
        assertThat(response.getPayload()[0]).isEqualTo(image[50 * 1024]);
        assertThat(response.getOptions().getSize2()).isEqualTo(image.length);
        assertThat(response.getOptions().getETags().get(0))
                .isEqualTo(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(image), 8));
    }

    @Test
    void release_byItsId_isServedToo() throws Exception {
        Release release = server.repository().addRaw(new ByteArrayInputStream(image), "raw", "2.0.0");

        assertThat(get("releases/" + release.id(), KEY, Request.newGet()).getPayload())
                .isEqualTo(image);
    }

    @Test
    void whatIsNotThere_isNotFound() throws Exception {
        assertThat(get("images/old.bin", KEY, Request.newGet()).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(get("images/..%2Fmoult.db", KEY, Request.newGet()).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(get("images", KEY, Request.newGet()).getCode().isSuccess()).isFalse();
    }

    @Test
    void wrongKey_getsNothing() throws Exception {
        byte[] wrong = KEY.clone();
        wrong[0]++;

        assertThat(connects(wrong)).isFalse();
        assertThat(connects(KEY)).isTrue();
    }

    private boolean connects(byte[] key) throws Exception {
        try {
            return get("images/new.bin", key, Request.newGet(), 3_000) != null;
        } catch (IOException | org.eclipse.californium.elements.exception.ConnectorException e) {
            return false;
        }
    }

    private CoapResponse get(String path, byte[] key, Request request) throws Exception {
        return get(path, key, request, 20_000);
    }

    private CoapResponse get(String path, byte[] key, Request request, long timeoutMillis) throws Exception {
        Configuration config = new Configuration(
                        SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(config)
                .setConnector(new DTLSConnector(DtlsConnectorConfig.builder(config)
                        .setAddress(new InetSocketAddress("127.0.0.1", 0))
                        .setAdvancedPskStore(new AdvancedSinglePskStore("id-1", key))
                        .build()))
                .build();
        try {
            request.setURI("coaps://127.0.0.1:" + server.ports().firmwareCoaps() + "/" + path);
            return new CoapClient()
                    .setEndpoint(endpoint)
                    .setTimeout(timeoutMillis)
                    .advanced(request);
        } finally {
            endpoint.destroy();
        }
    }
}
