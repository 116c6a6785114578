package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A key, the algorithm number that it signs under, and the name by which it is to be found.
 *
 * @param keyId such as the SHA-256 of the signer's certificate
 */
public record CoseSigner(SigningKey key, CoseAlgorithm algorithm, Optional<Bytes> keyId) {
    public CoseSigner {
        Objects.requireNonNull(keyId);
        if (!algorithm.kind().equals(key.verificationKey().kind())) {
            throw new IllegalArgumentException(
                    algorithm + " with a " + key.verificationKey().kind().label() + " key");
        }
    }

    /** Under the algorithm number that we prefer for the key. */
    public static CoseSigner of(SigningKey key, Bytes keyId) {
        return new CoseSigner(key, CoseAlgorithm.preferred(key.verificationKey().kind()), Optional.of(keyId));
    }

    /** The authenticator over a Sig_structure or MAC_structure. */
    Bytes sign(Bytes octets) throws IOException {
        return key.sign(octets);
    }
}
