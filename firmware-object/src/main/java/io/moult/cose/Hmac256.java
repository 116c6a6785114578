package io.moult.cose;

import io.moult.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256, not truncated (RFC 9053 section 3.1). Who can check can also make: it proves no more than that. */
final class Hmac256 implements KeyKind {
    static final Hmac256 KIND = new Hmac256();
    private static final String NAME = "HmacSHA256";
    /** A key shorter than the digest is weaker than the algorithm's name says. */
    private static final int LEAST_KEY_BYTES = 32;

    private Hmac256() {}

    @Override
    public String label() {
        return "HMAC 256";
    }

    @Override
    public boolean isSecretShared() {
        return true;
    }

    @Override
    public Optional<VerificationKey> verificationKey(CoseKey key) throws KeyFileException {
        return read(key).map(Shared::new);
    }

    @Override
    public Optional<SigningKey> signingKey(CoseKey key) throws KeyFileException {
        return read(key).map(secret -> new Making(new Shared(secret)));
    }

    private static Optional<Bytes> read(CoseKey key) throws KeyFileException {
        if (key.type() != CoseKey.TYPE_SYMMETRIC) {
            return Optional.empty();
        }
        Bytes secret = key.octets(CoseKey.ONLY_PART, "the secret");
        if (secret.length() < LEAST_KEY_BYTES) {
            throw new KeyFileException("is a secret of " + secret.length() + " octets, and HMAC 256 takes "
                    + LEAST_KEY_BYTES + " at least");
        }
        return Optional.of(secret);
    }

    private static final class Shared extends VerificationKey {
        private final Bytes secret;

        Shared(Bytes secret) {
            super(KIND, CoseKey.thumbprint(CoseKey.TYPE_SYMMETRIC, CoseKey.part(CoseKey.ONLY_PART, secret)));
            this.secret = secret;
        }

        @Override
        public boolean verifies(Bytes octets, Bytes code) {
            return code(octets).equalsInConstantTime(code);
        }

        Bytes code(Bytes octets) {
            try {
                Mac mac = Mac.getInstance(NAME);
                mac.init(new SecretKeySpec(secret.toArray(), NAME));
                mac.update(octets.asByteBuffer());
                return Bytes.wrap(mac.doFinal());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java runtime has no " + NAME, e);
            }
        }
    }

    private record Making(Shared shared) implements SigningKey {
        @Override
        public VerificationKey verificationKey() {
            return shared;
        }

        @Override
        public Bytes sign(Bytes octets) {
            return shared.code(octets);
        }
    }
}
