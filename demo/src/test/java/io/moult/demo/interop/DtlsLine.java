package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/**
 * One DTLS association (PSK, Connection ID supported) with CoAP messages on it, and nothing between: no
 * retransmission, no deduplication, no blockwise layer.
 */
final class DtlsLine implements AutoCloseable {
    private final DTLSConnector connector;
    private final InetSocketAddress peer;
    private final UdpDataSerializer serializer = new UdpDataSerializer();

    DtlsLine(String identity, Bytes key, InetSocketAddress peer, Consumer<Message> receiver) throws IOException {
        this.peer = peer;
        this.connector = new DTLSConnector(DtlsConnectorConfig.builder(configuration())
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key.toArray()))
                .build());
        UdpDataParser parser = new UdpDataParser();
        connector.setRawDataReceiver(raw -> receiver.accept(parser.parseMessage(raw)));
        connector.start();
    }

    void send(Message message) {
        byte[] octets = serializer.getByteArray(message);
        connector.send(RawData.outbound(octets, new AddressEndpointContext(peer), null, false));
    }

    /** Without a word to the peer: no alert goes out. */
    @Override
    public void close() {
        connector.destroy();
    }

    private static Configuration configuration() {
        return new Configuration(
                        CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS, SystemConfig.DEFINITIONS)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1)
                .setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
    }
}
