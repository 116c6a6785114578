package io.moult.server.repository.californium;

import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import java.net.InetSocketAddress;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/** Our pre-shared keys as Scandium asks for them: those of the devices, the same as for LwM2M. */
final class CredentialPskStore implements AdvancedPskStore {
    private final CredentialStore credentials;

    CredentialPskStore(CredentialStore credentials) {
        this.credentials = credentials;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId connection,
            @Nullable ServerNames serverNames,
            PskPublicInformation identity,
            String hmacAlgorithm,
            @Nullable SecretKey otherSecret,
            byte[] seed,
            boolean useExtendedMasterSecret) {
        SecretKey key = credentials
                .byIdentity(identity.getPublicInfoAsString())
                .map(Credential::key)
                .map(octets -> SecretUtil.create(octets.toArray(), "PSK"))
                .orElse(null);
        return new PskSecretResult(connection, identity, key);
    }

    @Override
    public @Nullable PskPublicInformation getIdentity(
            @Nullable InetSocketAddress peerAddress, @Nullable ServerNames virtualHost) {
        return null;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
        // we answer at once
    }
}
