package io.moult.transfer.californium;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CoapTcpStack;
import org.eclipse.californium.core.network.stack.CoapUdpStack;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.Test;

/** Fails when another version of Californium orders its layers differently from the copy of that order in our stack. */
class LayerOrderTest {
    private static final Configuration CONFIG = new Configuration(CoapConfig.DEFINITIONS);

    @Test
    void ourStack_besideTheStockOne_differsInTheBlockwiseLayerOnly() throws ReflectiveOperationException {
        List<String> stock = layers(new CoapUdpStack("", CONFIG, null, null));

        List<String> ours = layers(stack("UDP"));

        assertThat(stock).contains(BlockwiseLayer.class.getSimpleName());
        assertThat(ours)
                .isEqualTo(stock.stream()
                        .map(layer -> layer.equals(BlockwiseLayer.class.getSimpleName())
                                ? SelectiveLayer.class.getSimpleName()
                                : layer)
                        .toList());
    }

    @Test
    void stockStack_ofThisVersion_hasTheKnownOrder() throws ReflectiveOperationException {
        assertThat(layers(new CoapUdpStack("", CONFIG, null, null)))
                .containsExactly(
                        "StackTopAdapter",
                        "ExchangeCleanupLayer",
                        "ObserveLayer",
                        "BlockwiseLayer",
                        "ReliabilityLayer",
                        "StackBottomAdapter");
    }

    @Test
    void tcpStack_isTheStockOne() {
        assertThat(stack("TCP")).isInstanceOf(CoapTcpStack.class);
    }

    private static CoapStack stack(String protocol) {
        Outbox nowhere = new EmptyOutbox();
        return SelectiveBlockwiseStack.sending().createCoapStack(protocol, "", CONFIG, null, nowhere, null);
    }

    /** Where messages of a stack that sends none would go. */
    private static final class EmptyOutbox implements Outbox {
        @Override
        public void sendRequest(Exchange exchange, Request request) {
            throw new AssertionError(request);
        }

        @Override
        public void sendResponse(Exchange exchange, Response response) {
            throw new AssertionError(response);
        }

        @Override
        public void sendEmptyMessage(Exchange exchange, EmptyMessage message) {
            throw new AssertionError(message);
        }
    }

    private static List<String> layers(CoapStack stack) throws ReflectiveOperationException {
        Field field = BaseCoapStack.class.getDeclaredField("layers");
        field.setAccessible(true);
        return ((List<?>) field.get(stack))
                .stream()
                        .map(Layer.class::cast)
                        .map(layer -> layer.getClass().getSimpleName())
                        .toList();
    }
}
