package io.moult.transfer.californium;

import java.security.Principal;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live DTLS sessions of a server's endpoint. */
public final class DtlsSessions {
    private static final Logger LOG = LoggerFactory.getLogger(DtlsSessions.class);
    private static final long PATIENCE_SECONDS = 10;

    private DtlsSessions() {}

    /**
     * Ends all sessions of a PSK identity, handshakes under way included, so that none can be resumed either; returns
     * when that is done. The peer is not told: what it still sends is dropped unheard. Looks at each session there is.
     */
    public static void end(DTLSConnector connector, String pskIdentity) {
        Filter<Principal> theirs = peer ->
                peer instanceof PreSharedKeyIdentity psk && psk.getIdentity().equals(pskIdentity);
        try {
            connector.startTerminateConnectionsForPrincipal(theirs).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the sessions of {} have perhaps not all ended: {}", pskIdentity, e.toString());
        }
    }
}
