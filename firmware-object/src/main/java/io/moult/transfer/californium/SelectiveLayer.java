package io.moult.transfer.californium;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.Layer;

/**
 * Stands where the {@link BlockwiseLayer} stands in a stock stack and holds one inside. What belongs to a chosen
 * exchange goes past it; all else goes through it, as if nothing stood between.
 *
 * <p>It wraps instead of extending, because a subclass of a Californium layer in another package cannot reach the
 * layers above and below.
 */
final class SelectiveLayer implements Layer {
    private final BlockwiseLayer transparent;
    private final Predicate<Exchange> goesPast;
    private Layer upper = org.eclipse.californium.core.network.stack.AbstractLayer.LogOnlyLayer.getInstance();
    private Layer lower = org.eclipse.californium.core.network.stack.AbstractLayer.LogOnlyLayer.getInstance();

    SelectiveLayer(BlockwiseLayer transparent, Predicate<Exchange> goesPast) {
        this.transparent = transparent;
        this.goesPast = goesPast;
        transparent.setUpperLayer(new Edge() {
            @Override
            Layer target() {
                return upper;
            }
        });
        transparent.setLowerLayer(new Edge() {
            @Override
            Layer target() {
                return lower;
            }
        });
    }

    @Override
    public void sendRequest(Exchange exchange, Request request) {
        if (goesPast.test(exchange)) {
            exchange.setCurrentRequest(request);
            lower.sendRequest(exchange, request);
        } else {
            transparent.sendRequest(exchange, request);
        }
    }

    @Override
    public void sendResponse(Exchange exchange, Response response) {
        if (goesPast.test(exchange)) {
            lower.sendResponse(exchange, response);
        } else {
            transparent.sendResponse(exchange, response);
        }
    }

    @Override
    public void sendEmptyMessage(Exchange exchange, EmptyMessage message) {
        if (goesPast.test(exchange)) {
            lower.sendEmptyMessage(exchange, message);
        } else {
            transparent.sendEmptyMessage(exchange, message);
        }
    }

    @Override
    public void receiveRequest(Exchange exchange, Request request) {
        if (goesPast.test(exchange)) {
            upper.receiveRequest(exchange, request);
        } else {
            transparent.receiveRequest(exchange, request);
        }
    }

    @Override
    public void receiveResponse(Exchange exchange, Response response) {
        if (goesPast.test(exchange)) {
            exchange.setResponse(response);
            upper.receiveResponse(exchange, response);
        } else {
            transparent.receiveResponse(exchange, response);
        }
    }

    @Override
    public void receiveEmptyMessage(Exchange exchange, EmptyMessage message) {
        if (goesPast.test(exchange)) {
            upper.receiveEmptyMessage(exchange, message);
        } else {
            transparent.receiveEmptyMessage(exchange, message);
        }
    }

    @Override
    public void setLowerLayer(Layer layer) {
        if (lower != layer) {
            lower = layer;
            layer.setUpperLayer(this);
        }
    }

    @Override
    public void setUpperLayer(Layer layer) {
        if (upper != layer) {
            upper = layer;
            layer.setLowerLayer(this);
        }
    }

    @Override
    public void setExecutors(ScheduledExecutorService mainExecutor, ScheduledExecutorService secondaryExecutor) {
        transparent.setExecutors(mainExecutor, secondaryExecutor);
    }

    @Override
    public void start() {
        transparent.start();
    }

    @Override
    public void destroy() {
        transparent.destroy();
    }

    /** The inner layer's neighbour: hands everything on to ours, whichever that is by then. */
    private abstract static class Edge implements Layer {
        abstract Layer target();

        @Override
        public void sendRequest(Exchange exchange, Request request) {
            target().sendRequest(exchange, request);
        }

        @Override
        public void sendResponse(Exchange exchange, Response response) {
            target().sendResponse(exchange, response);
        }

        @Override
        public void sendEmptyMessage(Exchange exchange, EmptyMessage message) {
            target().sendEmptyMessage(exchange, message);
        }

        @Override
        public void receiveRequest(Exchange exchange, Request request) {
            target().receiveRequest(exchange, request);
        }

        @Override
        public void receiveResponse(Exchange exchange, Response response) {
            target().receiveResponse(exchange, response);
        }

        @Override
        public void receiveEmptyMessage(Exchange exchange, EmptyMessage message) {
            target().receiveEmptyMessage(exchange, message);
        }

        @Override
        public void setLowerLayer(Layer layer) {
            // its place never changes
        }

        @Override
        public void setUpperLayer(Layer layer) {
            // its place never changes
        }

        @Override
        public void setExecutors(ScheduledExecutorService mainExecutor, ScheduledExecutorService secondaryExecutor) {
            // has none
        }

        @Override
        public void start() {
            // nothing to start
        }

        @Override
        public void destroy() {
            // nothing to destroy
        }
    }
}
