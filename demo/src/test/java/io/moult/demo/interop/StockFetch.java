package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
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

/** A fetch as a stock Californium client does it: one GET, blocks put together by its own layer. */
final class StockFetch {
    private StockFetch() {}

    /** The body at an address; AssertionError when it is not had. */
    static Bytes get(String uri, DeviceAccount account) {
        Configuration configuration = new Configuration(
                        CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS, SystemConfig.DEFINITIONS)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 16 * 1024 * 1024)
                .set(CoapConfig.MAX_MESSAGE_SIZE, 1024)
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setConnector(new DTLSConnector(DtlsConnectorConfig.builder(configuration)
                        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .setAdvancedPskStore(new AdvancedSinglePskStore(
                                account.identity(), account.key().toArray()))
                        .build()))
                .build();
        try {
            CoapResponse response = new CoapClient(uri)
                    .setEndpoint(endpoint)
                    .setTimeout(30_000L)
                    .get();
            if (response == null || !response.isSuccess()) {
                throw new AssertionError("GET " + uri + " gave " + response);
            }
            return Bytes.copyOf(response.getPayload());
        } catch (ConnectorException | IOException e) {
            throw new AssertionError("GET " + uri, e);
        } finally {
            endpoint.destroy();
        }
    }
}
