package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA (FIPS 204, RFC 9964), pure, with an empty context. Signing is deterministic; the private key is its seed. */
final class MlDsa implements KeyKind {
    static final MlDsa ML_DSA_44 = new MlDsa("ML-DSA-44", -48, MLDSAParameters.ml_dsa_44, 1312, 2420);
    static final MlDsa ML_DSA_65 = new MlDsa("ML-DSA-65", -49, MLDSAParameters.ml_dsa_65, 1952, 3309);
    static final MlDsa ML_DSA_87 = new MlDsa("ML-DSA-87", -50, MLDSAParameters.ml_dsa_87, 2592, 4627);
    private static final long ALGORITHM = 3;
    private static final int SEED_BYTES = 32;

    private final String label;
    private final long number;
    private final MLDSAParameters parameters;
    private final int keyBytes;
    private final int signatureBytes;

    private MlDsa(String label, long number, MLDSAParameters parameters, int keyBytes, int signatureBytes) {
        this.label = label;
        this.number = number;
        this.parameters = parameters;
        this.keyBytes = keyBytes;
        this.signatureBytes = signatureBytes;
    }

    @Override
    public String label() {
        return label;
    }

    /** An AKP key is for the one algorithm that it names, and must name one. */
    private boolean isOurs(CoseKey key) throws KeyFileException {
        return key.type() == CoseKey.TYPE_AKP && key.algorithm().equals(Optional.of(number));
    }

    @Override
    public Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException {
        return isOurs(key)
                ? Optional.of(new Verification(key.octets(CoseKey.ONLY_PART, "the public key", keyBytes)))
                : Optional.empty();
    }

    @Override
    public Optional<VerificationKey> verificationKey(AsymmetricKeyParameter publicKey) {
        return publicKey instanceof MLDSAPublicKeyParameters ours && ours.getParameters() == parameters
                ? Optional.of(new Verification(Bytes.wrap(ours.getEncoded())))
                : Optional.empty();
    }

    @Override
    public Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException {
        if (!isOurs(key) || !key.has(CoseKey.SEED)) {
            return Optional.empty();
        }
        Signing signing = new Signing(new MLDSAPrivateKeyParameters(
                parameters, key.octets(CoseKey.SEED, "the seed", SEED_BYTES).toArray()));
        if (key.has(CoseKey.ONLY_PART)
                && !signing.verificationKey().equals(verificationKey(key).orElseThrow())) {
            throw new KeyFileException("is a COSE_Key whose private part does not belong to its public part");
        }
        return Optional.of(signing);
    }

    @Override
    public Optional<SigningKey> signingKey(AsymmetricKeyParameter privateKey) {
        return privateKey instanceof MLDSAPrivateKeyParameters ours && ours.getParameters() == parameters
                ? Optional.of(new Signing(ours))
                : Optional.empty();
    }

    private final class Verification extends VerificationKey {
        private final MLDSAPublicKeyParameters key;

        Verification(Bytes encoded) {
            super(
                    MlDsa.this,
                    CoseKey.thumbprint(
                            CoseKey.TYPE_AKP,
                            CoseKey.part(ALGORITHM, number),
                            CoseKey.part(CoseKey.ONLY_PART, encoded)));
            this.key = new MLDSAPublicKeyParameters(parameters, encoded.toArray());
        }

        @Override
        public boolean verifies(Bytes octets, Bytes signature) {
            if (signature.length() != signatureBytes) {
                return false;
            }
            MLDSASigner verifier = new MLDSASigner();
            verifier.init(false, key);
            verifier.update(octets.toArray(), 0, octets.length());
            return verifier.verifySignature(signature.toArray());
        }
    }

    private final class Signing implements SigningKey {
        private final MLDSAPrivateKeyParameters key;
        private final VerificationKey publicPart;

        Signing(MLDSAPrivateKeyParameters key) {
            this.key = key;
            this.publicPart =
                    new Verification(Bytes.wrap(key.getPublicKeyParameters().getEncoded()));
        }

        @Override
        public VerificationKey verificationKey() {
            return publicPart;
        }

        @Override
        public Bytes sign(Bytes octets) {
            try {
                MLDSASigner signer = new MLDSASigner();
                signer.init(true, key);
                signer.update(octets.toArray(), 0, octets.length());
                return Bytes.wrap(signer.generateSignature());
            } catch (CryptoException e) {
                throw new IllegalStateException("a key for " + label + " that cannot sign", e);
            }
        }
    }
}
