package io.moult.server.lwm2m;

import java.util.Optional;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.leshan.core.californium.identity.IdentityHandler;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.queue.PresenceServiceImpl;
import org.eclipse.leshan.server.registration.Registration;

/** Where a device is reached at this moment: asked again for every block, since addresses change. */
final class Route {
    private final LeshanServer server;
    private final CoapEndpoint coap;
    private final IdentityHandler identities;

    Route(LeshanServer server, CoapEndpoint coap, IdentityHandler identities) {
        this.server = server;
        this.coap = coap;
        this.identities = identities;
    }

    CoapEndpoint coap() {
        return coap;
    }

    Optional<Registration> registration(String endpoint) {
        return Optional.ofNullable(server.getRegistrationService().getByEndpoint(endpoint));
    }

    boolean isAwake(Registration registration) {
        return !registration.usesQueueMode() || server.getPresenceService().isClientAwake(registration);
    }

    EndpointContext destination(Registration registration) {
        return identities.createEndpointContext(registration.getClientTransportData(), false);
    }

    /** The device has answered past Leshan: it is awake for a while. */
    void heardOf(Registration registration) {
        if (registration.usesQueueMode() && server.getPresenceService() instanceof PresenceServiceImpl presence) {
            presence.setAwake(registration);
        }
    }

    /** The device has not answered past Leshan. */
    void notHeardOf(Registration registration) {
        if (registration.usesQueueMode() && server.getPresenceService() instanceof PresenceServiceImpl presence) {
            presence.setSleeping(registration);
        }
    }
}
