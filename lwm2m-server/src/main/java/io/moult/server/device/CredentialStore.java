package io.moult.server.device;

import java.util.Optional;

/** The durable pre-shared keys. Safe for any thread. */
public interface CredentialStore {
    Optional<Credential> byEndpoint(String endpoint);

    Optional<Credential> byIdentity(String identity);

    /** Adds or replaces the credential of an endpoint; IdentityTaken if another endpoint has the identity. */
    void put(Credential credential) throws IdentityTaken;

    int count();

    /** A PSK identity belongs to one endpoint. */
    final class IdentityTaken extends Exception {
        private static final long serialVersionUID = 1L;

        public IdentityTaken(String identity) {
            super("the PSK identity " + identity + " belongs to another endpoint");
        }
    }
}
