package io.moult.server.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/** A stock Californium client with a pre-shared key that keeps its DTLS sessions as long as it lives. */
public final class DtlsPeer implements AutoCloseable {
    private final CoapEndpoint endpoint;

    public DtlsPeer(String identity, byte[] key) {
        Configuration config = new Configuration(
                        SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
        endpoint = CoapEndpoint.builder()
                .setConfiguration(config)
                .setConnector(new DTLSConnector(DtlsConnectorConfig.builder(config)
                        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key))
                        .build()))
                .build();
    }

    /** The answer; empty if none has come by then. */
    public Optional<CoapResponse> ask(Request request, Duration patience) {
        CoapClient client = new CoapClient().setEndpoint(endpoint).setTimeout(patience.toMillis());
        try {
            return Optional.ofNullable(client.advanced(request));
        } catch (ConnectorException | IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        endpoint.destroy();
    }
}
