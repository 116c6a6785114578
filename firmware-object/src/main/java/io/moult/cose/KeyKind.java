package io.moult.cose;

import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * A kind of key and all that is known of it: how it is written, how it checks and how it signs. One class a kind, listed
 * in {@link CoseAlgorithm}. Every reader gives nothing for a key of another kind, and a {@link KeyFileException} for one
 * of its own that is bad. Stateless.
 */
public interface KeyKind {
    /** For people, such as {@code P-256}. */
    String label();

    /** Whether whoever checks could have signed too. */
    default boolean isSecretShared() {
        return false;
    }

    /** The key that checks. */
    Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException;

    /** The key that signs. */
    Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException;

    /** The key that checks, from an X.509 SubjectPublicKeyInfo. */
    default Optional<VerificationKey> verificationKey(AsymmetricKeyParameter publicKey) throws KeyFileException {
        return Optional.empty();
    }

    /** The key that signs, from PKCS#8. */
    default Optional<SigningKey> signingKey(AsymmetricKeyParameter privateKey) throws KeyFileException {
        return Optional.empty();
    }
}
