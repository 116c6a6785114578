package io.moult.transfer.californium;

import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;

/** Whether a request had to be sent more than once: what {@code Block1Sender.answered} wants to know. */
public final class RetransmissionWatch extends MessageObserverAdapter {
    private volatile boolean retransmitted;

    private RetransmissionWatch() {}

    /** Watches a request; before it is sent. */
    public static RetransmissionWatch on(Request request) {
        RetransmissionWatch watch = new RetransmissionWatch();
        request.addMessageObserver(watch);
        return watch;
    }

    @Override
    public void onRetransmission() {
        retransmitted = true;
    }

    public boolean retransmitted() {
        return retransmitted;
    }
}
