package io.moult.transfer.californium;

import io.moult.bytes.Bytes;
import io.moult.transfer.Block1Sender;
import io.moult.transfer.BodySource;
import io.moult.transfer.DeviceReading;
import io.moult.transfer.SendBlock;
import io.moult.transfer.SendStep;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.elements.AddressEndpointContext;

/** A push driven by hand: one block, one answer, the next. */
final class Push {
    private final Endpoint endpoint;
    private final BodySource body;

    Push(Endpoint endpoint, BodySource body) {
        this.endpoint = endpoint;
        this.body = body;
    }

    /** Runs until done or refused; a park or a doubt goes on as with a plain device. */
    SendStep run(Block1Sender sender, InetSocketAddress device) throws IOException, InterruptedException {
        SendStep step = new SendStep.Send(sender.current());
        while (step instanceof SendStep.Send
                || step instanceof SendStep.SendLater
                || step instanceof SendStep.ReadDevice) {
            step = step instanceof SendStep.ReadDevice
                    ? sender.deviceRead(new DeviceReading.Downloading())
                    : exchange(sender, device);
        }
        return step;
    }

    SendStep exchange(Block1Sender sender, InetSocketAddress device) throws IOException, InterruptedException {
        SendBlock block = sender.current();
        Bytes payload = body.read(block.offsetBytes(), block.lengthBytes());
        Request request = Block1Messages.put("5/0/0", block, payload);
        request.setDestinationContext(new AddressEndpointContext(device));
        RetransmissionWatch watch = RetransmissionWatch.on(request);
        endpoint.sendRequest(request);
        Response response = request.waitForResponse(20_000);
        return response == null
                ? sender.timedOut()
                : sender.answered(Block1Messages.answer(response), watch.retransmitted());
    }
}
