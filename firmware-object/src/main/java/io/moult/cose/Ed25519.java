package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** EdDSA on Curve25519 (RFC 8032), pure; a point of small order is no key. */
final class Ed25519 implements KeyKind {
    static final Ed25519 KIND = new Ed25519();
    private static final long CURVE_ED25519 = 6;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    @Override
    public String label() {
        return "Ed25519";
    }

    @Override
    public Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException {
        return isOurs(key)
                ? Optional.of(new Verification(readPublic(key.octets(CoseKey.X, "x", KEY_BYTES))))
                : Optional.empty();
    }

    @Override
    public Optional<VerificationKey> verificationKey(AsymmetricKeyParameter publicKey) throws KeyFileException {
        return publicKey instanceof Ed25519PublicKeyParameters ed
                ? Optional.of(new Verification(readPublic(Bytes.wrap(ed.getEncoded()))))
                : Optional.empty();
    }

    @Override
    public Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException {
        if (!isOurs(key) || !key.has(CoseKey.D)) {
            return Optional.empty();
        }
        Signing signing = new Signing(new Ed25519PrivateKeyParameters(
                key.octets(CoseKey.D, "d", KEY_BYTES).toArray(), 0));
        if (key.has(CoseKey.X)
                && !signing.verificationKey().equals(verificationKey(key).orElseThrow())) {
            throw new KeyFileException("is a COSE_Key whose private part does not belong to its public part");
        }
        return Optional.of(signing);
    }

    @Override
    public Optional<SigningKey> signingKey(AsymmetricKeyParameter privateKey) {
        return privateKey instanceof Ed25519PrivateKeyParameters ed ? Optional.of(new Signing(ed)) : Optional.empty();
    }

    private static boolean isOurs(CoseKey key) throws KeyFileException {
        return key.is(CoseKey.TYPE_OKP, CURVE_ED25519);
    }

    private static Ed25519PublicKeyParameters readPublic(Bytes octets) throws KeyFileException {
        byte[] encoded = octets.toArray();
        if (!org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(encoded, 0)) {
            throw new KeyFileException("holds a point that is no Ed25519 key");
        }
        return new Ed25519PublicKeyParameters(encoded, 0);
    }

    private static final class Verification extends VerificationKey {
        private final Ed25519PublicKeyParameters key;

        Verification(Ed25519PublicKeyParameters key) {
            super(
                    KIND,
                    CoseKey.thumbprint(
                            CoseKey.TYPE_OKP,
                            CoseKey.part(CoseKey.CURVE, CURVE_ED25519),
                            CoseKey.part(CoseKey.X, Bytes.wrap(key.getEncoded()))));
            this.key = key;
        }

        @Override
        public boolean verifies(Bytes octets, Bytes signature) {
            if (signature.length() != SIGNATURE_BYTES) {
                return false;
            }
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, key);
            verifier.update(octets.toArray(), 0, octets.length());
            return verifier.verifySignature(signature.toArray());
        }
    }

    private static final class Signing implements SigningKey {
        private final Ed25519PrivateKeyParameters key;
        private final VerificationKey publicPart;

        Signing(Ed25519PrivateKeyParameters key) {
            this.key = key;
            this.publicPart = new Verification(key.generatePublicKey());
        }

        @Override
        public VerificationKey verificationKey() {
            return publicPart;
        }

        @Override
        public Bytes sign(Bytes octets) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(octets.toArray(), 0, octets.length());
            return Bytes.wrap(signer.generateSignature());
        }
    }
}
