package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** What a device opens payloads with: a key-encryption key that it shares with the sender, or a private key of its own. */
public abstract class DecryptionKey {
    private final Optional<Bytes> keyId;

    private DecryptionKey(Optional<Bytes> keyId) {
        this.keyId = keyId;
    }

    /** The payload's key; none if it was wrapped for another. Throws for what is no key agreement. */
    abstract Optional<Bytes> open(EncryptedKey encrypted, Optional<Bytes> other) throws KeyFileException;

    /** The name by which a recipient may call this key. */
    Optional<Bytes> keyId() {
        return keyId;
    }

    static DecryptionKey ofCoseKey(CoseKey key) throws KeyFileException {
        requireAlgorithm(key);
        if (key.type() == CoseKey.TYPE_SYMMETRIC) {
            return new Secret(key.keyId(), KeyEncryptionKey.of(key));
        }
        Optional<AgreementCurve> curve = AgreementCurve.of(key);
        if (curve.isEmpty()) {
            throw new KeyFileException("is a COSE_Key that opens no payload");
        }
        Bytes privateKey = curve.get().privateKey(key);
        CoseKey publicPart = CoseKey.of(curve.get().publicPart(privateKey));
        if (key.has(CoseKey.X) && !key.octets(CoseKey.X, "x").equals(publicPart.octets(CoseKey.X, "x"))) {
            throw new KeyFileException("is a COSE_Key whose private part does not belong to its public part");
        }
        return new Private(key.keyId(), curve.get(), privateKey);
    }

    static DecryptionKey ofPrivateKey(AsymmetricKeyParameter key) throws KeyFileException {
        for (AgreementCurve curve : AgreementCurve.values()) {
            Optional<Bytes> found = curve.privateKey(key);
            if (found.isPresent()) {
                return new Private(Optional.empty(), curve, found.get());
            }
        }
        throw new KeyFileException("holds a private key of a kind or on a curve that opens no payload");
    }

    /** Refuses a key that says that it is for signing, or for another cipher. */
    static void requireAlgorithm(CoseKey key) throws KeyFileException {
        key.requireUse(CoseKey.TO_DISTRIBUTE);
        Optional<Long> said = key.algorithm();
        boolean right = said.isEmpty()
                || said.get() == KeyAgreement.ALGORITHM
                || (key.type() == CoseKey.TYPE_SYMMETRIC && said.get() <= -3 && said.get() >= -5);
        if (!right) {
            throw new KeyFileException(
                    "is a key for " + CoseAlgorithm.label(said.orElseThrow()) + ", which distributes no keys here");
        }
    }

    private static final class Secret extends DecryptionKey {
        private final KeyEncryptionKey shared;

        Secret(Optional<Bytes> keyId, KeyEncryptionKey shared) {
            super(keyId);
            this.shared = shared;
        }

        @Override
        Optional<Bytes> open(EncryptedKey encrypted, Optional<Bytes> other) {
            return encrypted.algorithm() == shared.algorithm()
                    ? KeyWrap.unwrap(shared.secret(), encrypted.wrapped())
                    : Optional.empty();
        }
    }

    private static final class Private extends DecryptionKey {
        private final AgreementCurve curve;
        private final Bytes privateKey;

        Private(Optional<Bytes> keyId, AgreementCurve curve, Bytes privateKey) {
            super(keyId);
            this.curve = curve;
            this.privateKey = privateKey;
        }

        @Override
        Optional<Bytes> open(EncryptedKey encrypted, Optional<Bytes> other) throws KeyFileException {
            if (encrypted.ephemeralKey().isEmpty()) {
                return Optional.empty();
            }
            CoseKey ephemeral = CoseKey.of(encrypted.ephemeralKey().get());
            if (!AgreementCurve.of(ephemeral).equals(Optional.of(curve))) {
                return Optional.empty();
            }
            Bytes secret = curve.agree(privateKey, ephemeral);
            Bytes keyEncryptionKey =
                    KeyAgreement.keyEncryptionKey(secret, encrypted.salt(), encrypted.protectedHeader(), other);
            return KeyWrap.unwrap(keyEncryptionKey, encrypted.wrapped());
        }
    }
}
