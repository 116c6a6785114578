package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A curve on which two agree upon a secret: P-256, or X25519 for those whose signatures are Ed25519's. A point that is
 * not on the curve, or that leads to a secret that everyone knows, is refused.
 */
enum AgreementCurve {
    P256(CoseKey.TYPE_EC2, 1) {
        @Override
        Bytes agree(Bytes privateKey, CoseKey publicKey) throws KeyFileException {
            ECPoint point = Ecdsa.P256.point(publicKey);
            ECPoint shared =
                    point.multiply(new BigInteger(1, privateKey.toArray())).normalize();
            if (shared.isInfinity()) {
                throw new KeyFileException("holds a point of small order");
            }
            return Bytes.wrap(shared.getAffineXCoord().getEncoded());
        }

        @Override
        Bytes privateKey(CoseKey key) throws KeyFileException {
            Ecdsa.P256.secret(key);
            return key.octets(CoseKey.D, "d", SECRET_BYTES);
        }

        @Override
        Optional<Bytes> privateKey(AsymmetricKeyParameter key) {
            return key instanceof ECPrivateKeyParameters ec && Ecdsa.P256.isOnCurve(ec.getParameters())
                    ? Optional.of(fixed(ec.getD()))
                    : Optional.empty();
        }

        @Override
        Optional<CoseKey> publicKey(AsymmetricKeyParameter key) throws KeyFileException {
            return key instanceof ECPublicKeyParameters ec && Ecdsa.P256.isOnCurve(ec.getParameters())
                    ? Optional.of(CoseKey.of(CoseKey.fields(CoseKey.TYPE_EC2, List.of(Ecdsa.P256.parts(ec.getQ())))))
                    : Optional.empty();
        }

        @Override
        Bytes freshPrivateKey(SecureRandom random) {
            BigInteger order = Ecdsa.P256.domain().getN();
            BigInteger secret;
            do {
                secret = new BigInteger(order.bitLength(), random);
            } while (secret.signum() == 0 || secret.compareTo(order) >= 0);
            return fixed(secret);
        }

        @Override
        CborItem.Mapping publicPart(Bytes privateKey) throws KeyFileException {
            ECPoint point = Ecdsa.P256.publicPoint(new BigInteger(1, privateKey.toArray()));
            return CoseKey.fields(CoseKey.TYPE_EC2, List.of(Ecdsa.P256.parts(point)));
        }
    },
    X25519(CoseKey.TYPE_OKP, 4) {
        @Override
        Bytes agree(Bytes privateKey, CoseKey publicKey) throws KeyFileException {
            byte[] secret = new byte[SECRET_BYTES];
            Bytes point = publicKey.octets(CoseKey.X, "x", SECRET_BYTES);
            if (!org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
                    privateKey.toArray(), 0, point.toArray(), 0, secret, 0)) {
                throw new KeyFileException("holds a point of small order");
            }
            return Bytes.wrap(secret);
        }

        @Override
        Bytes privateKey(CoseKey key) throws KeyFileException {
            return key.octets(CoseKey.D, "d", SECRET_BYTES);
        }

        @Override
        Optional<Bytes> privateKey(AsymmetricKeyParameter key) {
            return key instanceof X25519PrivateKeyParameters x
                    ? Optional.of(Bytes.wrap(x.getEncoded()))
                    : Optional.empty();
        }

        @Override
        Optional<CoseKey> publicKey(AsymmetricKeyParameter key) throws KeyFileException {
            return key instanceof X25519PublicKeyParameters x
                    ? Optional.of(CoseKey.of(publicPart(x)))
                    : Optional.empty();
        }

        @Override
        Bytes freshPrivateKey(SecureRandom random) {
            return Bytes.wrap(new X25519PrivateKeyParameters(random).getEncoded());
        }

        @Override
        CborItem.Mapping publicPart(Bytes privateKey) {
            return publicPart(new X25519PrivateKeyParameters(privateKey.toArray()).generatePublicKey());
        }

        private CborItem.Mapping publicPart(X25519PublicKeyParameters key) {
            return CoseKey.fields(
                    CoseKey.TYPE_OKP,
                    List.of(CoseKey.part(CoseKey.CURVE, 4), CoseKey.part(CoseKey.X, Bytes.wrap(key.getEncoded()))));
        }
    };

    private static final int SECRET_BYTES = 32;

    private final long keyType;
    private final long number;

    AgreementCurve(long keyType, long number) {
        this.keyType = keyType;
        this.number = number;
    }

    /** The secret that the owner of a private key shares with that of a public one. */
    abstract Bytes agree(Bytes privateKey, CoseKey publicKey) throws KeyFileException;

    abstract Bytes privateKey(CoseKey key) throws KeyFileException;

    abstract Optional<Bytes> privateKey(AsymmetricKeyParameter key);

    abstract Optional<CoseKey> publicKey(AsymmetricKeyParameter key) throws KeyFileException;

    abstract Bytes freshPrivateKey(SecureRandom random);

    /** The public COSE_Key of a private key. */
    abstract CborItem.Mapping publicPart(Bytes privateKey) throws KeyFileException;

    /** The curve that a COSE_Key is on. */
    static Optional<AgreementCurve> of(CoseKey key) throws KeyFileException {
        for (AgreementCurve curve : values()) {
            if (key.is(curve.keyType, curve.number)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    private static Bytes fixed(BigInteger secret) {
        byte[] octets = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(SECRET_BYTES, secret);
        return Bytes.wrap(octets);
    }
}
