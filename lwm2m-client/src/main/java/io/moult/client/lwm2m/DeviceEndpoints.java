package io.moult.client.lwm2m;

import io.moult.client.ClientSettings;
import io.moult.transfer.californium.SelectiveBlockwiseStack;
import io.moult.transfer.californium.TransferConfig;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpoint;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointFactory;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.ClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coap.CoapClientEndpointFactory;
import org.eclipse.leshan.client.californium.endpoint.coap.CoapClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientEndpointFactory;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.endpoint.ClientEndpointToolbox;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.client.servers.ServerInfo;

/**
 * Leshan's endpoints towards the LwM2M server, in which blocks of packages go past the transparent assembly, and every
 * message past the given interceptors. DTLS does its work in the given executor.
 */
final class DeviceEndpoints {
    private DeviceEndpoints() {}

    static CaliforniumClientEndpointsProvider provider(
            ClientSettings settings, List<? extends MessageInterceptor> interceptors, ExecutorService executor) {
        boolean secured = settings.psk().isPresent();
        ClientProtocolProvider protocol = secured ? secured(executor) : plain();
        CaliforniumClientEndpointsProvider.Builder builder = new CaliforniumClientEndpointsProvider.Builder(protocol) {
            @Override
            public CaliforniumClientEndpointsProvider build() {
                return new WatchedEndpoints(generateDefaultValue(), interceptors);
            }
        };
        Configuration configuration = TransferConfig.apply(builder.createDefaultConfiguration());
        if (secured) {
            // nobody but the device begins a handshake; the server's Connection ID is used, the device needs none
            configuration.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY).set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
        }
        return builder.setConfiguration(configuration).build();
    }

    private static ClientProtocolProvider secured(ExecutorService executor) {
        return new CoapsClientProtocolProvider() {
            @Override
            public CaliforniumClientEndpointFactory createDefaultEndpointFactory() {
                return new CoapsClientEndpointFactory() {
                    @Override
                    protected Connector createSecuredConnector(DtlsConnectorConfig dtlsConfig) {
                        DTLSConnector connector = new DTLSConnector(dtlsConfig);
                        connector.setExecutor(executor);
                        return connector;
                    }

                    @Override
                    protected CoapEndpoint.Builder createEndpointBuilder(
                            DtlsConnectorConfig dtlsConfig, Configuration coapConfig) {
                        return super.createEndpointBuilder(dtlsConfig, coapConfig)
                                .setCoapStackFactory(SelectiveBlockwiseStack.receivingPackages());
                    }
                };
            }
        };
    }

    private static ClientProtocolProvider plain() {
        return new CoapClientProtocolProvider() {
            @Override
            public CaliforniumClientEndpointFactory createDefaultEndpointFactory() {
                return new CoapClientEndpointFactory() {
                    @Override
                    protected CoapEndpoint.Builder createEndpointBuilder(
                            InetSocketAddress address, ServerInfo serverInfo, Configuration coapConfig) {
                        return super.createEndpointBuilder(address, serverInfo, coapConfig)
                                .setCoapStackFactory(SelectiveBlockwiseStack.receivingPackages());
                    }
                };
            }
        };
    }

    /** Interceptors see all messages of each endpoint, from its first on: nothing is sent before this returns. */
    private static final class WatchedEndpoints extends CaliforniumClientEndpointsProvider {
        private final List<? extends MessageInterceptor> interceptors;

        WatchedEndpoints(Builder builder, List<? extends MessageInterceptor> interceptors) {
            super(builder);
            this.interceptors = interceptors;
        }

        @Override
        public LwM2mServer createEndpoint(
                ServerInfo serverInfo,
                boolean clientInitiatedOnly,
                List<Certificate> trustStore,
                ClientEndpointToolbox toolbox) {
            LwM2mServer server = super.createEndpoint(serverInfo, clientInitiatedOnly, trustStore, toolbox);
            if (getEndpoint(server) instanceof CaliforniumClientEndpoint created) {
                interceptors.forEach(created.getCoapEndpoint()::addInterceptor);
            }
            return server;
        }
    }
}
