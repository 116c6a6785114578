package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** Bodies for tests: octets that look like nothing, the same for the same seed. */
public final class Bodies {
    private Bodies() {}

    public static Bytes random(long seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    public static Bytes sha256(Bytes body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            body.updateDigest(digest);
            return Bytes.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static BodyIdentity identity(Bytes body) {
        return BodyIdentity.ofDigest(sha256(body));
    }

    /** A body in memory, to be served. */
    public static BodySource source(Bytes body) {
        BodyIdentity identity = identity(body);
        return new BodySource() {
            @Override
            public long lengthBytes() {
                return body.length();
            }

            @Override
            public BodyIdentity identity() {
                return identity;
            }

            @Override
            public Bytes read(long offsetBytes, int lengthBytes) {
                return body.slice(Math.toIntExact(offsetBytes), Math.toIntExact(offsetBytes + lengthBytes));
            }
        };
    }
}
