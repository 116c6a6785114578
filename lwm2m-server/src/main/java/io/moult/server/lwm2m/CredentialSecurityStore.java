package io.moult.server.lwm2m;

import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import java.util.Optional;
import org.eclipse.leshan.core.peer.OscoreIdentity;
import org.eclipse.leshan.server.security.SecurityInfo;
import org.eclipse.leshan.server.security.SecurityStore;
import org.jspecify.annotations.Nullable;

/** Our pre-shared keys as Leshan asks for them. */
final class CredentialSecurityStore implements SecurityStore {
    private final CredentialStore credentials;

    CredentialSecurityStore(CredentialStore credentials) {
        this.credentials = credentials;
    }

    @Override
    public @Nullable SecurityInfo getByEndpoint(String endpoint) {
        return info(credentials.byEndpoint(endpoint));
    }

    @Override
    public @Nullable SecurityInfo getByIdentity(String pskIdentity) {
        return info(credentials.byIdentity(pskIdentity));
    }

    @Override
    public @Nullable SecurityInfo getByOscoreIdentity(OscoreIdentity oscoreIdentity) {
        return null;
    }

    private static @Nullable SecurityInfo info(Optional<Credential> credential) {
        return credential
                .map(c -> SecurityInfo.newPreSharedKeyInfo(
                        c.endpoint(), c.identity(), c.key().toArray()))
                .orElse(null);
    }
}
