package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.HSSPublicKeyParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * Hierarchical signatures of Leighton and Micali (RFC 8554, RFC 8778). A private key signs each time at another place,
 * never twice at one: so it is not in a file that is only read, but kept by {@link HssKeyFile}.
 */
final class HssLms implements KeyKind {
    static final HssLms KIND = new HssLms();

    private HssLms() {}

    @Override
    public String label() {
        return "HSS-LMS";
    }

    @Override
    public Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException {
        return key.type() == CoseKey.TYPE_HSS_LMS
                ? Optional.of(verificationKey(key.octets(CoseKey.ONLY_PART, "the public key")))
                : Optional.empty();
    }

    @Override
    public Optional<VerificationKey> verificationKey(AsymmetricKeyParameter publicKey) throws KeyFileException {
        if (!(publicKey instanceof HSSPublicKeyParameters hss)) {
            return Optional.empty();
        }
        try {
            return Optional.of(verificationKey(Bytes.wrap(hss.getEncoded())));
        } catch (KeyFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("a key that cannot be written", e);
        }
    }

    @Override
    public Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException {
        if (key.type() == CoseKey.TYPE_HSS_LMS && key.isPrivate()) {
            throw new KeyFileException("is an HSS key, whose state changes with each signature: open it as such");
        }
        return Optional.empty();
    }

    /** The key from its public form: levels, then the top tree's public key. */
    static VerificationKey verificationKey(Bytes encoded) throws KeyFileException {
        try {
            return new Verification(encoded, HSSPublicKeyParameters.getInstance(encoded.toArray()));
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException("is not an HSS-LMS public key");
        }
    }

    private static final class Verification extends VerificationKey {
        private final HSSPublicKeyParameters key;

        Verification(Bytes encoded, HSSPublicKeyParameters key) {
            super(KIND, CoseKey.thumbprint(CoseKey.TYPE_HSS_LMS, CoseKey.part(CoseKey.ONLY_PART, encoded)));
            this.key = key;
        }

        /** Bouncy Castle refuses octets too many, and says by exceptions that a signature is of other trees. */
        @Override
        public boolean verifies(Bytes octets, Bytes signature) {
            try {
                HSSSigner verifier = new HSSSigner();
                verifier.init(false, key);
                return verifier.verifySignature(octets.toArray(), signature.toArray());
            } catch (IllegalStateException | IllegalArgumentException e) {
                return false;
            }
        }
    }
}
