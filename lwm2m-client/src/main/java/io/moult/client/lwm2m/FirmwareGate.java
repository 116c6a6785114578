package io.moult.client.lwm2m;

import io.moult.client.FirmwareConsumer;
import io.moult.client.Reply;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.CoapCode;
import io.moult.transfer.ReceivedBlock;
import io.moult.transfer.californium.Block1Messages;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;

/**
 * Takes two requests before Leshan sees them: blocks of a package ({@code PUT /5/0/0}), which Leshan would collect in
 * memory, and Update ({@code POST /5/0/2}), whose answer must be on its way before the device resets. The checks that
 * Leshan makes of other requests are therefore made here: only the device management server may ask, over its own
 * association.
 *
 * <p>Runs on the endpoint's protocol thread; a block is answered when the consumer has dealt with it.
 */
final class FirmwareGate extends ServerMessageDeliverer {
    private static final String PACKAGE_PATH = "5/0/0";
    private static final String UPDATE_PATH = "5/0/2";

    private final FirmwareConsumer consumer;
    private final Restart restart;
    private final Predicate<Exchange> fromServer;
    private final Runnable blockCame;

    FirmwareGate(
            Resource root,
            Configuration configuration,
            FirmwareConsumer consumer,
            Restart restart,
            Predicate<Exchange> fromServer,
            Runnable blockCame) {
        super(root, configuration);
        this.consumer = consumer;
        this.restart = restart;
        this.fromServer = fromServer;
        this.blockCame = blockCame;
    }

    @Override
    protected boolean preDeliverRequest(Exchange exchange) {
        Request request = exchange.getRequest();
        String path = request.getOptions().getUriPathString();
        boolean block = request.getCode() == CoAP.Code.PUT && path.equals(PACKAGE_PATH);
        boolean update = request.getCode() == CoAP.Code.POST && path.equals(UPDATE_PATH);
        if (request.getOptions().getURIQueryCount() != 0 || !(block || update)) {
            return false;
        }
        if (!fromServer.test(exchange)) {
            exchange.sendResponse(new Response(CoAP.ResponseCode.UNAUTHORIZED, true));
        } else if (block) {
            blockCame.run();
            exchange.sendResponse(Block1Messages.response(offered(request)));
        } else {
            update(exchange);
        }
        return true;
    }

    private BlockAnswer offered(Request request) {
        if (request.getOptions().hasContentFormat()
                && request.getOptions().getContentFormat() != MediaTypeRegistry.APPLICATION_OCTET_STREAM) {
            return BlockAnswer.of(CoapCode.UNSUPPORTED_CONTENT_FORMAT, "a package comes in content format 42");
        }
        Optional<ReceivedBlock> received = Block1Messages.received(request);
        return received.isEmpty()
                ? BlockAnswer.of(CoapCode.BAD_REQUEST, "no such Block1 or Request-Tag option")
                : consumer.offer(received.get());
    }

    private void update(Exchange exchange) {
        Reply reply = consumer.executeUpdate();
        Response response = Block1Messages.response(BlockAnswer.of(reply.code(), reply.diagnostic()));
        if (reply.isSuccess()) {
            restart.after(response, consumer::updateAnswered);
        }
        exchange.sendResponse(response);
    }
}
