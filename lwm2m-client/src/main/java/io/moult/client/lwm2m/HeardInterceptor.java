package io.moult.client.lwm2m;

import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/** Tells that something came from the server, whatever it was. */
final class HeardInterceptor extends MessageInterceptorAdapter {
    private final Runnable heard;

    HeardInterceptor(Runnable heard) {
        this.heard = heard;
    }

    @Override
    public void receiveRequest(Request request) {
        heard.run();
    }

    @Override
    public void receiveResponse(Response response) {
        heard.run();
    }

    @Override
    public void receiveEmptyMessage(EmptyMessage message) {
        heard.run();
    }
}
