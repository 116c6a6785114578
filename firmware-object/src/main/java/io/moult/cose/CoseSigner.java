package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A key, the algorithm number that it signs under, and the name by which it is to be found.
 *
 * @param keyId such as the SHA-256 of the signer's certificate
 * @param capacity in which the signer signs, such as {@code operator}; said under the signature
 * @param chain certificates in DER that lead from the key's, the first, to one that is believed (x5chain); none if the
 *     key itself is
 */
public record CoseSigner(
        SigningKey key, CoseAlgorithm algorithm, Optional<Bytes> keyId, Optional<String> capacity, List<Bytes> chain) {
    public CoseSigner {
        chain = List.copyOf(chain);
        Objects.requireNonNull(keyId);
        Objects.requireNonNull(capacity);
        if (!algorithm.kind().equals(key.verificationKey().kind())) {
            throw new IllegalArgumentException(
                    algorithm + " with a " + key.verificationKey().kind().label() + " key");
        }
    }

    /** One who does not say in which capacity. */
    public CoseSigner(SigningKey key, CoseAlgorithm algorithm, Optional<Bytes> keyId) {
        this(key, algorithm, keyId, Optional.empty(), List.of());
    }

    /** The same signer, in a capacity. */
    public CoseSigner in(Optional<String> said) {
        return new CoseSigner(key, algorithm, keyId, said, chain);
    }

    /** The same signer, who brings certificates along. */
    public CoseSigner with(List<Bytes> certificates) {
        return new CoseSigner(key, algorithm, keyId, capacity, certificates);
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
