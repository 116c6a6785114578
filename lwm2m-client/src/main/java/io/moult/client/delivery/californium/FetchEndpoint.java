package io.moult.client.delivery.californium;

import io.moult.client.PskCredentials;
import io.moult.transfer.californium.SelectiveBlockwiseStack;
import io.moult.transfer.californium.TransferConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket from which a device fetches, made when it is needed. Asks one question at a time. */
final class FetchEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(FetchEndpoint.class);

    private final Optional<PskCredentials> psk;
    private final Optional<? extends MessageInterceptor> trace;
    private Optional<CoapEndpoint> endpoint = Optional.empty();
    private boolean closed;

    FetchEndpoint(Optional<PskCredentials> psk, Optional<? extends MessageInterceptor> trace) {
        this.psk = psk;
        this.trace = trace;
    }

    /**
     * Sends a request and awaits the answer. Empty when none came in time; then the DTLS association is dropped, because
     * a server that was started again knows nothing of it.
     */
    Optional<Response> ask(Request request, Duration timeout) throws InterruptedException {
        CoapEndpoint from;
        try {
            from = started();
        } catch (IOException e) {
            LOG.warn("Cannot open a socket to fetch from: {}", e.getMessage());
            return Optional.empty();
        }
        try {
            from.sendRequest(request);
            Response response = request.waitForResponse(timeout.toMillis());
            if (response != null) {
                return Optional.of(response);
            }
        } finally {
            request.cancel();
        }
        if (from.getConnector() instanceof DTLSConnector dtls) {
            dtls.clearConnectionState();
        }
        return Optional.empty();
    }

    private synchronized CoapEndpoint started() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (endpoint.isEmpty()) {
            CoapEndpoint fresh = build();
            trace.ifPresent(fresh::addInterceptor);
            fresh.start();
            endpoint = Optional.of(fresh);
        }
        return endpoint.get();
    }

    private CoapEndpoint build() {
        Configuration configuration = TransferConfig.apply(new Configuration(
                SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS));
        configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
        InetSocketAddress anyPort = new InetSocketAddress(0);
        return CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setConnector(psk.map(credentials -> secured(credentials, configuration, anyPort))
                        .orElseGet(() -> new UDPConnector(anyPort, configuration)))
                .setCoapStackFactory(SelectiveBlockwiseStack.sending())
                .build();
    }

    private static Connector secured(
            PskCredentials credentials, Configuration configuration, InetSocketAddress address) {
        configuration
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, 10)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
        return new DTLSConnector(DtlsConnectorConfig.builder(configuration)
                .setAddress(address)
                .setAsList(
                        DtlsConfig.DTLS_CIPHER_SUITES,
                        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
                        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)
                .setAdvancedPskStore(new AdvancedSinglePskStore(
                        credentials.identity(), credentials.key().toArray()))
                .build());
    }

    synchronized void close() {
        closed = true;
        endpoint.ifPresent(CoapEndpoint::destroy);
    }
}
