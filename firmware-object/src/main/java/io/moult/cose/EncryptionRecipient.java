package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** For whom a payload is encrypted: the author's side of a {@link DecryptionKey}. */
public abstract class EncryptionRecipient {
    private final Optional<Bytes> keyId;

    private EncryptionRecipient(Optional<Bytes> keyId) {
        this.keyId = keyId;
    }

    /** The encoded COSE_recipient with the payload's key in it. */
    abstract Bytes wrap(Bytes key, SecureRandom random);

    static EncryptionRecipient ofCoseKey(CoseKey key) throws KeyFileException {
        DecryptionKey.requireAlgorithm(key);
        if (key.type() == CoseKey.TYPE_SYMMETRIC) {
            return new Secret(key.keyId(), KeyEncryptionKey.of(key));
        }
        Optional<AgreementCurve> curve = AgreementCurve.of(key);
        if (curve.isEmpty()) {
            throw new KeyFileException("is a COSE_Key for which no payload can be encrypted");
        }
        return agreed(key.keyId(), curve.get(), key);
    }

    static EncryptionRecipient ofPublicKey(Bytes subjectPublicKeyInfo, Optional<Bytes> keyId) throws KeyFileException {
        AsymmetricKeyParameter publicKey = X509.publicKey(subjectPublicKeyInfo)
                .orElseThrow(() -> new KeyFileException("is not a public key of a supported kind"));
        for (AgreementCurve curve : AgreementCurve.values()) {
            Optional<CoseKey> found = curve.publicKey(publicKey);
            if (found.isPresent()) {
                return agreed(keyId, curve, found.get());
            }
        }
        throw new KeyFileException("holds a key for which no payload can be encrypted");
    }

    private static EncryptionRecipient agreed(Optional<Bytes> keyId, AgreementCurve curve, CoseKey key)
            throws KeyFileException {
        // a bad point is found here rather than when a payload is encrypted
        curve.agree(curve.freshPrivateKey(new SecureRandom()), key);
        return new Agreed(keyId, curve, key);
    }

    final Bytes encode(Bytes protectedHeader, List<CborItem.Pair> unprotected, Bytes wrapped) {
        List<CborItem.Pair> header = new ArrayList<>(unprotected);
        keyId.ifPresent(name -> header.add(CoseKey.part(CoseHeaders.KEY_ID, name)));
        return new CborWriter()
                .array(3)
                .bytes(protectedHeader)
                .item(new CborItem.Mapping(header))
                .bytes(wrapped)
                .toBytes();
    }

    private static final class Secret extends EncryptionRecipient {
        private final KeyEncryptionKey shared;

        Secret(Optional<Bytes> keyId, KeyEncryptionKey shared) {
            super(keyId);
            this.shared = shared;
        }

        @Override
        Bytes wrap(Bytes key, SecureRandom random) {
            return encode(
                    Bytes.EMPTY,
                    List.of(CoseKey.part(CoseHeaders.ALGORITHM, shared.algorithm())),
                    KeyWrap.wrap(shared.secret(), key));
        }
    }

    private static final class Agreed extends EncryptionRecipient {
        private final AgreementCurve curve;
        private final CoseKey publicKey;

        Agreed(Optional<Bytes> keyId, AgreementCurve curve, CoseKey publicKey) {
            super(keyId);
            this.curve = curve;
            this.publicKey = publicKey;
        }

        @Override
        Bytes wrap(Bytes key, SecureRandom random) {
            try {
                Bytes ephemeral = curve.freshPrivateKey(random);
                Bytes secret = curve.agree(ephemeral, publicKey);
                Bytes header = KeyAgreement.protectedHeader();
                Bytes keyEncryptionKey =
                        KeyAgreement.keyEncryptionKey(secret, Optional.empty(), header, KeyAgreement.SUIT);
                return encode(
                        header,
                        List.of(new CborItem.Pair(
                                CborItem.ofLong(KeyAgreement.EPHEMERAL_KEY), curve.publicPart(ephemeral))),
                        KeyWrap.wrap(keyEncryptionKey, key));
            } catch (KeyFileException e) {
                throw new IllegalStateException("a public key that was good when it was read", e);
            }
        }
    }
}
