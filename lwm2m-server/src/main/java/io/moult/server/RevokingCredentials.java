package io.moult.server;

import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import java.util.Optional;
import java.util.function.Consumer;

/** A credential store that tells of each credential it has replaced by another: what was begun with that shall end. */
final class RevokingCredentials implements CredentialStore {
    private final CredentialStore store;
    private final Consumer<Credential> revoked;

    RevokingCredentials(CredentialStore store, Consumer<Credential> revoked) {
        this.store = store;
        this.revoked = revoked;
    }

    @Override
    public Optional<Credential> byEndpoint(String endpoint) {
        return store.byEndpoint(endpoint);
    }

    @Override
    public Optional<Credential> byIdentity(String identity) {
        return store.byIdentity(identity);
    }

    /** One at a time, so that no credential is replaced unseen. */
    @Override
    public synchronized void put(Credential credential) throws IdentityTaken {
        Optional<Credential> before = store.byEndpoint(credential.endpoint());
        store.put(credential);
        before.filter(old -> !old.equals(credential)).ifPresent(revoked);
    }

    @Override
    public int count() {
        return store.count();
    }
}
