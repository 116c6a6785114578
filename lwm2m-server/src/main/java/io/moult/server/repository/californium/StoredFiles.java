package io.moult.server.repository.californium;

import io.moult.server.repository.BodyLease;
import io.moult.transfer.BlockSize;
import io.moult.transfer.californium.BlockResponder;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of one kind under their names: {@code images/NAME}. Each GET is answered with the one block it asks for. */
final class StoredFiles extends CoapResource {
    private static final Logger LOG = LoggerFactory.getLogger(StoredFiles.class);
    private final Shelf shelf;
    private final BlockResponder responder;

    /** Where the files are. */
    @FunctionalInterface
    interface Shelf {
        Optional<BodyLease> open(String name) throws IOException;
    }

    StoredFiles(String name, Shelf shelf, BlockSize largest) {
        super(name, false);
        this.shelf = shelf;
        this.responder = new BlockResponder(largest);
    }

    @Override
    public Resource getChild(String name) {
        return new StoredFile(name);
    }

    private final class StoredFile extends CoapResource {
        StoredFile(String name) {
            super(name, false);
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            try {
                Optional<BodyLease> lease = shelf.open(getName());
                if (lease.isEmpty()) {
                    exchange.respond(ResponseCode.NOT_FOUND);
                    return;
                }
                try (BodyLease file = lease.get()) {
                    exchange.respond(responder.answer(exchange.advanced().getRequest(), file.body()));
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", getName(), e.getMessage());
                exchange.respond(ResponseCode.SERVICE_UNAVAILABLE);
            }
        }
    }
}
