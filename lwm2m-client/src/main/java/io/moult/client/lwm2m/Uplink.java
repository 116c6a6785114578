package io.moult.client.lwm2m;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.servers.LwM2mServer;

/** What the registration asks of the network, one request at a time. Owned by the registration's thread. */
interface Uplink {
    String endpoint();

    /** Makes the endpoint towards the server that the Security and Server objects name. */
    LwM2mServer connect();

    /** The server's host while its name has no address, empty once it has: {@link #connect} looks it up anew. */
    Optional<String> unresolvedHost(LwM2mServer server);

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

        private final Kind kind;

        private enum Kind {
            ANSWERED,
            SILENT,
            NOT_SENT
        }

        private Failed(String why, Kind kind) {
            super(why, null, false, false);
            this.kind = kind;
        }

        static Failed silent(String why) {
            return new Failed(why, Kind.SILENT);
        }

        static Failed answered(String why) {
            return new Failed(why, Kind.ANSWERED);
        }

        /** There is no address to send it to. */
        static Failed unresolved(String host) {
            return new Failed(
                    "the host " + host + " cannot be resolved (a wrong name, or no name service); trying again",
                    Kind.NOT_SENT);
        }

        String why() {
            return String.valueOf(getMessage());
        }

        /** True when the server said no. */
        boolean answered() {
            return kind == Kind.ANSWERED;
        }

        /** True when it was sent and nothing came. */
        boolean silent() {
            return kind == Kind.SILENT;
        }
    }
}
