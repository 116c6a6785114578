package io.moult.client.delivery.californium;

import io.moult.bytes.Bytes;
import io.moult.client.PskCredentials;
import io.moult.suit.manifest.Digest;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.BodySource;
import io.moult.transfer.californium.BlockResource;
import io.moult.transfer.californium.TransferConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;

/** A firmware server with one body, at {@code /image}. */
public final class BlockServer implements AutoCloseable {
    private final CoapServer server;
    private final CoapEndpoint endpoint;
    private final Bytes etag;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int silentAfter = Integer.MAX_VALUE;

    private BlockServer(Configuration configuration, CoapEndpoint endpoint, Bytes body) {
        this.endpoint = endpoint;
        BodyIdentity identity = BodyIdentity.ofDigest(Digest.sha256(body).value());
        this.etag = identity.octets();
        server = new CoapServer(configuration);
        server.add(new BlockResource("image", new InMemory(body, identity), BlockSize.LARGEST));
        endpoint.addInterceptor(new MessageInterceptorAdapter() {
            @Override
            public void receiveRequest(Request request) {
                if (requests.get() >= silentAfter) {
                    request.cancel();
                } else {
                    requests.incrementAndGet();
                }
            }
        });
        server.addEndpoint(endpoint);
        server.start();
    }

    private record InMemory(Bytes body, BodyIdentity identity) implements BodySource {
        @Override
        public long lengthBytes() {
            return body.length();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            return body.slice((int) offsetBytes, (int) offsetBytes + lengthBytes);
        }
    }

    public static BlockServer plain(int port, Bytes body) {
        Configuration configuration = configuration();
        return new BlockServer(
                configuration,
                CoapEndpoint.builder()
                        .setConfiguration(configuration)
                        .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .build(),
                body);
    }

    public static BlockServer secured(int port, PskCredentials psk, Bytes body) {
        Configuration configuration = configuration();
        configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 6);
        AdvancedMultiPskStore keys = new AdvancedMultiPskStore();
        keys.setKey(psk.identity(), psk.key().toArray());
        return new BlockServer(
                configuration,
                CoapEndpoint.builder()
                        .setConfiguration(configuration)
                        .setConnector(new DTLSConnector(DtlsConnectorConfig.builder(configuration)
                                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                                .setAdvancedPskStore(keys)
                                .build()))
                        .build(),
                body);
    }

    private static Configuration configuration() {
        return TransferConfig.apply(new Configuration(
                SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS));
    }

    public URI address(String name) {
        return URI.create(endpoint.getUri().getScheme() + "://127.0.0.1:"
                + endpoint.getAddress().getPort() + "/" + name);
    }

    public Bytes etag() {
        return etag;
    }

    public int requests() {
        return requests.get();
    }

    /** After so many requests no more are answered, or counted. */
    public void silentAfter(int answered) {
        silentAfter = answered;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
