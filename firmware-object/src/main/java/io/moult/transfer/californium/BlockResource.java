package io.moult.transfer.californium;

import io.moult.transfer.BlockSize;
import io.moult.transfer.BodySource;
import java.io.IOException;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One body as a CoAP resource, served block by block. */
public final class BlockResource extends CoapResource {
    private static final Logger LOG = LoggerFactory.getLogger(BlockResource.class);

    private final BodySource body;
    private final BlockResponder responder;

    public BlockResource(String name, BodySource body, BlockSize largest) {
        super(name);
        this.body = body;
        this.responder = new BlockResponder(largest);
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        try {
            exchange.respond(responder.answer(exchange.advanced().getRequest(), body));
        } catch (IOException e) {
            LOG.warn("cannot read the body of {}: {}", getURI(), e.getMessage());
            exchange.respond(ResponseCode.SERVICE_UNAVAILABLE);
        }
    }
}
