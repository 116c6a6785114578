package io.moult.transfer.californium;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CoapTcpStack;
import org.eclipse.californium.core.network.stack.CongestionControlLayer;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A Californium stack in which single blocks of chosen exchanges are the application's business, while every other
 * message keeps the stock, transparent block-wise transfer.
 *
 * <p>Chosen are: requests that this side sends after {@link #mark}ing them; and requests that arrive and satisfy the
 * predicate, such as {@link #packageWrites}. Without this, a stock stack silently drops the 2.31 that answers an
 * application's own Block1 request, and assembles a pushed body in memory.
 *
 * <p>For servers and clients: {@code CoapEndpoint.Builder.setCoapStackFactory(…)}, which Leshan's endpoint factories
 * let one reach by overriding {@code createEndpointBuilder}.
 */
public final class SelectiveBlockwiseStack implements ExtendedCoapStackFactory {
    private static final String MARK = "moult.single-block";

    private final Predicate<Request> chosenInbound;

    private SelectiveBlockwiseStack(Predicate<Request> chosenInbound) {
        this.chosenInbound = Objects.requireNonNull(chosenInbound);
    }

    /** For an endpoint that only sends blocks of its own: marked requests go past, all that arrives is stock. */
    public static SelectiveBlockwiseStack sending() {
        return new SelectiveBlockwiseStack(request -> false);
    }

    /** For an endpoint that also receives blocks: requests that arrive and satisfy the predicate go past as well. */
    public static SelectiveBlockwiseStack receiving(Predicate<Request> chosenInbound) {
        return new SelectiveBlockwiseStack(chosenInbound);
    }

    /** For a device: {@code PUT /5/x/0} goes past. */
    public static SelectiveBlockwiseStack receivingPackages() {
        return receiving(packageWrites(Set.of(5)));
    }

    /** {@code PUT /o/x/0} for these objects: writes of the Package resource. */
    public static Predicate<Request> packageWrites(Set<Integer> objectIds) {
        Set<String> objects = Set.copyOf(objectIds.stream().map(String::valueOf).toList());
        return request -> {
            if (request.getCode() != CoAP.Code.PUT || request.getOptions().getURIPathCount() != 3) {
                return false;
            }
            var path = request.getOptions().getUriPath();
            return objects.contains(path.get(0)) && path.get(2).equals("0");
        };
    }

    /** Chooses a request of this side; before it is sent. Returns the same request. */
    public static Request mark(Request request) {
        Map<String, String> context = new HashMap<>();
        if (request.getUserContext() != null) {
            context.putAll(request.getUserContext());
        }
        context.put(MARK, "true");
        return request.setUserContext(context);
    }

    static boolean isMarked(Request request) {
        // a request that this side makes has no context until somebody sets one
        Map<String, String> context = request.getUserContext();
        return context != null && context.containsKey(MARK);
    }

    @Override
    public CoapStack createCoapStack(
            String protocol,
            String tag,
            Configuration config,
            @Nullable EndpointContextMatcher matchingStrategy,
            Outbox outbox,
            @Nullable Object customStackArgument) {
        if (CoAP.isTcpProtocol(protocol)) {
            return new CoapTcpStack(tag, config, matchingStrategy, outbox);
        }
        return new Stack(tag, config, matchingStrategy, outbox, this::goesPast);
    }

    @Override
    @SuppressWarnings("deprecation") // part of the extended interface
    public CoapStack createCoapStack(
            String protocol, String tag, Configuration config, Outbox outbox, @Nullable Object customStackArgument) {
        return createCoapStack(protocol, tag, config, null, outbox, customStackArgument);
    }

    private boolean goesPast(Exchange exchange) {
        Request request = exchange.getRequest();
        return exchange.isOfLocalOrigin() ? isMarked(request) : chosenInbound.test(request);
    }

    /** The layers of {@code CoapUdpStack}, in its order, with the block-wise one wrapped. */
    private static final class Stack extends BaseCoapStack {
        Stack(
                String tag,
                Configuration config,
                @Nullable EndpointContextMatcher matchingStrategy,
                Outbox outbox,
                Predicate<Exchange> goesPast) {
            super(outbox);
            setLayers(new Layer[] {
                new ExchangeCleanupLayer(config),
                new ObserveLayer(config),
                new SelectiveLayer(new BlockwiseLayer(tag, false, config, matchingStrategy), goesPast),
                CongestionControlLayer.newImplementation(tag, config)
            });
        }
    }
}
