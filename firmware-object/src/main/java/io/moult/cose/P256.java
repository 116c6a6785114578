package io.moult.cose;

import io.moult.bytes.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * ECDSA on P-256 with SHA-256 in the fixed 64-octet form r||s (RFC 9053 section 2.1). Signatures are made by the JDK, in
 * whose keeping the private key is, and checked by Bouncy Castle, which takes a fifth of the JDK's time for it.
 */
public final class P256 {
    private static final String SIGNATURE = "SHA256withECDSAinP1363Format";
    static final int SIGNATURE_BYTES = 64;
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

    private P256() {}

    /** The curve's parameters. */
    static ECParameterSpec parameters() {
        return PARAMETERS;
    }

    private static final ECParameterSpec PARAMETERS = namedCurve();

    private static ECParameterSpec namedCurve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256", e);
        }
    }

    /** Whether a key is on this curve; for a public key also whether its point is. */
    static boolean isOnCurve(Object key) {
        ECParameterSpec curve = PARAMETERS;
        if (!(key instanceof ECKey ec)
                || !curve.getCurve().equals(ec.getParams().getCurve())
                || !curve.getGenerator().equals(ec.getParams().getGenerator())) {
            return false;
        }
        return !(key instanceof ECPublicKey publicKey) || satisfiesEquation(publicKey.getW(), curve);
    }

    private static boolean satisfiesEquation(ECPoint point, ECParameterSpec curve) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        return x.signum() >= 0
                && x.compareTo(p) < 0
                && y.signum() >= 0
                && y.compareTo(p) < 0
                && y.multiply(y).mod(p).equals(right);
    }

    /** Whether the signature over the octets is this key's; false for a key that is not on the curve. */
    public static boolean verify(PublicKey key, Bytes octets, Bytes signature) {
        if (signature.length() != SIGNATURE_BYTES || !(key instanceof ECPublicKey ec) || !isOnCurve(key)) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(
                false,
                new ECPublicKeyParameters(
                        DOMAIN.getCurve()
                                .createPoint(ec.getW().getAffineX(), ec.getW().getAffineY()),
                        DOMAIN));
        int half = SIGNATURE_BYTES / 2;
        return verifier.verifySignature(
                TrustAnchor.sha256(octets).toArray(),
                number(signature.slice(0, half)),
                number(signature.slice(half, SIGNATURE_BYTES)));
    }

    private static BigInteger number(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    /** A fresh signature over the octets; each time another one. */
    public static Bytes sign(PrivateKey key, Bytes octets) {
        try {
            Signature signer = Signature.getInstance(SIGNATURE);
            signer.initSign(key);
            signer.update(octets.asByteBuffer());
            return Bytes.wrap(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a P-256 key that cannot sign", e);
        }
    }
}
