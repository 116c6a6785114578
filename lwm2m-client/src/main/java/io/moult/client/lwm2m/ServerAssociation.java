package io.moult.client.lwm2m;

import java.util.function.Predicate;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpoint;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.peer.IpPeer;

/**
 * Whether a request came over the association with the device management server. Over coaps the connector lets in
 * nobody else; over coap the sender's address is all there is.
 */
final class ServerAssociation implements Predicate<Exchange> {
    private final CaliforniumClientEndpointsProvider endpoints;
    private final RegistrationKeeper registration;

    ServerAssociation(CaliforniumClientEndpointsProvider endpoints, RegistrationKeeper registration) {
        this.endpoints = endpoints;
        this.registration = registration;
    }

    @Override
    public boolean test(Exchange exchange) {
        LwM2mServer server = registration.current();
        if (server == null
                || !registration.isAllowedToCommunicate(server)
                || !(endpoints.getEndpoint(server) instanceof CaliforniumClientEndpoint endpoint)
                || !endpoint.getCoapEndpoint().equals(exchange.getEndpoint())) {
            return false;
        }
        if (!endpoint.getProtocol().equals(Protocol.COAP)) {
            return true;
        }
        return server.getTransportData() instanceof IpPeer peer
                && peer.getSocketAddress()
                        .equals(exchange.getRequest().getSourceContext().getPeerAddress());
    }
}
