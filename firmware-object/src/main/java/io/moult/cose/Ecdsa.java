package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA on one curve with the digest that goes with it, signatures in the fixed form r||s (RFC 9053 section 2.1). With a
 * key in memory the same octets get the same signature (RFC 6979), by Bouncy Castle; with one in a token's keeping the
 * token makes it, through the JDK. They are checked by Bouncy Castle, which takes a fifth of the JDK's time for it.
 */
final class Ecdsa implements KeyKind {
    static final Ecdsa P256 =
            new Ecdsa("P-256", 1, "secp256r1", DigestAlgorithm.SHA_256, "SHA256withECDSAinP1363Format");
    static final Ecdsa P384 =
            new Ecdsa("P-384", 2, "secp384r1", DigestAlgorithm.SHA_384, "SHA384withECDSAinP1363Format");

    private final String label;
    private final long curve;
    private final DigestAlgorithm digest;
    private final String signatureName;
    private final int coordinateBytes;
    private final ECDomainParameters domain;
    private final ECParameterSpec parameters;

    private Ecdsa(String label, long curve, String curveName, DigestAlgorithm digest, String signatureName) {
        this.label = label;
        this.curve = curve;
        this.digest = digest;
        this.signatureName = signatureName;
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(curveName));
        this.coordinateBytes = (domain.getCurve().getFieldSize() + 7) / 8;
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(curveName));
            this.parameters = named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + label, e);
        }
    }

    @Override
    public String label() {
        return label;
    }

    /** The curve's parameters as the JDK has them. */
    ECParameterSpec parameters() {
        return parameters;
    }

    ECDomainParameters domain() {
        return domain;
    }

    @Override
    public Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException {
        return key.is(CoseKey.TYPE_EC2, curve) ? Optional.of(verificationKey(point(key))) : Optional.empty();
    }

    @Override
    public Optional<VerificationKey> verificationKey(AsymmetricKeyParameter publicKey) throws KeyFileException {
        return publicKey instanceof ECPublicKeyParameters ec && isOnCurve(ec.getParameters())
                ? Optional.of(verificationKey(ec.getQ()))
                : Optional.empty();
    }

    @Override
    public Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException {
        if (!key.is(CoseKey.TYPE_EC2, curve) || !key.has(CoseKey.D)) {
            return Optional.empty();
        }
        SigningKey signing = signingKey(privateKey(secret(key)));
        if (key.has(CoseKey.X) && !signing.verificationKey().equals(verificationKey(point(key)))) {
            throw new KeyFileException("is a COSE_Key whose private part does not belong to its public part");
        }
        return Optional.of(signing);
    }

    @Override
    public Optional<SigningKey> signingKey(AsymmetricKeyParameter key) throws KeyFileException {
        return key instanceof ECPrivateKeyParameters ec && isOnCurve(ec.getParameters())
                ? Optional.of(signingKey(privateKey(ec.getD())))
                : Optional.empty();
    }

    /** The key that signs with a private key that is in memory. */
    SigningKey signingKey(PrivateKey key) throws KeyFileException {
        if (!(key instanceof ECPrivateKey ec) || !isOnCurve(key)) {
            throw new KeyFileException("holds a key that is not on the curve " + label);
        }
        return new Signing(key, Optional.empty(), verificationKey(publicPoint(ec.getS())));
    }

    /** The key that signs with a private key in a provider's keeping. */
    SigningKey signingKey(PrivateKey key, Provider keeper, VerificationKey publicPart) {
        return new Signing(key, Optional.of(keeper), publicPart);
    }

    /** The digest that is signed in the octets' stead. */
    Bytes digestOf(Bytes octets) {
        return digest.digest(octets);
    }

    /** A signature as r||s, from ASN.1; anything else unchanged. */
    Bytes ofAsn1(Bytes signature) {
        try {
            BigInteger[] pair = StandardDSAEncoding.INSTANCE.decode(domain.getN(), signature.toArray());
            return Bytes.wrap(PlainDSAEncoding.INSTANCE.encode(domain.getN(), pair[0], pair[1]));
        } catch (IOException | IllegalArgumentException e) {
            return signature;
        }
    }

    /** Whether a key of the JDK is on this curve. */
    boolean isOnCurve(PrivateKey key) {
        return key instanceof ECKey ec
                && parameters.getCurve().equals(ec.getParams().getCurve())
                && parameters.getGenerator().equals(ec.getParams().getGenerator());
    }

    boolean isOnCurve(ECDomainParameters said) {
        return said.getCurve().equals(domain.getCurve()) && said.getG().equals(domain.getG());
    }

    /** The point of a COSE_Key, which is on the curve; its y may be a sign alone (RFC 9053 section 7.1.1). */
    ECPoint point(CoseKey key) throws KeyFileException {
        Bytes x = key.octets(CoseKey.X, "x", coordinateBytes);
        byte[] encoded;
        if (key.isOctets(CoseKey.Y)) {
            encoded = new byte[1 + 2 * coordinateBytes];
            encoded[0] = 4;
            key.octets(CoseKey.Y, "y", coordinateBytes).copyInto(encoded, 1 + coordinateBytes);
        } else {
            encoded = new byte[1 + coordinateBytes];
            encoded[0] = (byte) (key.isTrue(CoseKey.Y) ? 3 : 2);
        }
        x.copyInto(encoded, 1);
        try {
            return domain.validatePublicPoint(domain.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("holds a point that is not on the curve " + label);
        }
    }

    /** The private part of a COSE_Key. */
    BigInteger secret(CoseKey key) throws KeyFileException {
        return requireInRange(
                new BigInteger(1, key.octets(CoseKey.D, "d", coordinateBytes).toArray()));
    }

    BigInteger requireInRange(BigInteger secret) throws KeyFileException {
        if (secret.signum() <= 0 || secret.compareTo(domain.getN()) >= 0) {
            throw new KeyFileException("holds a private key out of range for " + label);
        }
        return secret;
    }

    ECPoint publicPoint(BigInteger secret) throws KeyFileException {
        return domain.getG().multiply(requireInRange(secret)).normalize();
    }

    PrivateKey privateKey(BigInteger secret) throws KeyFileException {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(requireInRange(secret), parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a number in range that is no key on " + label, e);
        }
    }

    private VerificationKey verificationKey(ECPoint point) throws KeyFileException {
        try {
            ECPoint valid = domain.validatePublicPoint(point).normalize();
            return new Verification(new ECPublicKeyParameters(valid, domain));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("holds a point that is not on the curve " + label);
        }
    }

    /** The fields of a COSE_Key that make this point. */
    CborItem.Pair[] parts(ECPoint point) {
        return new CborItem.Pair[] {
            CoseKey.part(CoseKey.CURVE, curve),
            CoseKey.part(CoseKey.X, Bytes.wrap(point.getAffineXCoord().getEncoded())),
            CoseKey.part(CoseKey.Y, Bytes.wrap(point.getAffineYCoord().getEncoded()))
        };
    }

    private final class Verification extends VerificationKey {
        private final ECPublicKeyParameters key;

        Verification(ECPublicKeyParameters key) {
            super(Ecdsa.this, CoseKey.thumbprint(CoseKey.TYPE_EC2, parts(key.getQ())));
            this.key = key;
        }

        @Override
        public boolean verifies(Bytes octets, Bytes signature) {
            if (signature.length() != 2 * coordinateBytes) {
                return false;
            }
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(
                    digest.digest(octets).toArray(),
                    number(signature.slice(0, coordinateBytes)),
                    number(signature.slice(coordinateBytes, signature.length())));
        }

        private BigInteger number(Bytes octets) {
            return new BigInteger(1, octets.toArray());
        }
    }

    private final class Signing implements SigningKey {
        private final PrivateKey key;
        private final Optional<Provider> keeper;
        private final VerificationKey publicPart;

        Signing(PrivateKey key, Optional<Provider> keeper, VerificationKey publicPart) {
            this.key = key;
            this.keeper = keeper;
            this.publicPart = publicPart;
        }

        @Override
        public VerificationKey verificationKey() {
            return publicPart;
        }

        @Override
        public Bytes sign(Bytes octets) throws IOException {
            if (keeper.isPresent()) {
                return signElsewhere(octets, keeper.get());
            }
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(
                    digest == DigestAlgorithm.SHA_384 ? new SHA384Digest() : new SHA256Digest()));
            signer.init(true, new ECPrivateKeyParameters(((ECPrivateKey) key).getS(), domain));
            BigInteger[] pair = signer.generateSignature(digest.digest(octets).toArray());
            return Bytes.wrap(PlainDSAEncoding.INSTANCE.encode(domain.getN(), pair[0], pair[1]));
        }

        private Bytes signElsewhere(Bytes octets, Provider provider) throws IOException {
            try {
                boolean plain = provider.getService("Signature", signatureName) != null;
                Signature signer = Signature.getInstance(
                        plain ? signatureName : signatureName.replace("inP1363Format", ""), provider);
                signer.initSign(key);
                signer.update(octets.toArray());
                Bytes signature = Bytes.wrap(signer.sign());
                return plain ? signature : ofAsn1(signature);
            } catch (GeneralSecurityException | ProviderException e) {
                throw new IOException("the keeper of the key gives no signature: " + e.getMessage(), e);
            }
        }
    }
}
