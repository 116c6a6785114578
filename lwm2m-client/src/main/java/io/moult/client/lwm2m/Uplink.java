package io.moult.client.lwm2m;

import java.time.Duration;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.servers.LwM2mServer;

/** What the registration asks of the network, one request at a time. Owned by the registration's thread. */
interface Uplink {
    String endpoint();

    /** Makes the endpoint towards the server that the Security and Server objects name. */
    LwM2mServer connect();

    /** True when the server's name had no address yet: {@link #connect} anew. */
    boolean unresolved(LwM2mServer server);

    /** Registers and returns the registration's id. */
    String register(LwM2mServer server, Duration timeout) throws Failed;

    void update(LwM2mServer server, String registrationId, RegistrationUpdate update, Duration timeout) throws Failed;

    /** Says good-bye; whether it was heard does not matter. */
    void deregister(LwM2mServer server, String registrationId, Duration timeout);

    /** Drops the DTLS association, so that the next request begins with a full handshake. */
    void forgetConnection(LwM2mServer server);

    /** The longest time between two refreshes of the registration. */
    Duration refreshPeriod(LwM2mServer server);

    /** A request without the answer that was hoped for. */
    final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean answered;

        private Failed(String why, boolean answered) {
            super(why, null, false, false);
            this.answered = answered;
        }

        static Failed silent(String why) {
            return new Failed(why, false);
        }

        static Failed answered(String why) {
            return new Failed(why, true);
        }

        String why() {
            return String.valueOf(getMessage());
        }

        /** True when the server said no; false when nothing came. */
        boolean answered() {
            return answered;
        }
    }
}
