package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.util.Objects;

/**
 * Which body a block belongs to, as the Request-Tag option carries it (RFC 9175 §3.2): 0 to 8 octets. Ours are the
 * first 8 octets of the SHA-256 of the whole body, so that the same body has the same identity after any restart.
 * It only saves time; whether a body is right is proven by its signed digest at the end.
 */
public record BodyIdentity(Bytes octets) {
    public static final int LENGTH = 8;

    /** A body that nobody named: blocks without Request-Tag. */
    public static final BodyIdentity NONE = new BodyIdentity(Bytes.EMPTY);

    public BodyIdentity {
        Objects.requireNonNull(octets);
        if (octets.length() > LENGTH) {
            throw new IllegalArgumentException("a body identity of " + octets.length() + " octets, at most 8 fit");
        }
    }

    /** The identity of a body with this SHA-256 digest. */
    public static BodyIdentity ofDigest(Bytes sha256) {
        if (sha256.length() != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 octets, not " + sha256.length());
        }
        return new BodyIdentity(Bytes.copyOf(sha256.slice(0, LENGTH).toArray()));
    }

    public boolean isNone() {
        return octets.isEmpty();
    }

    /** True if it has the length of a digest's head: only then may two bodies be held for one across a restart. */
    public boolean namesContent() {
        return octets.length() == LENGTH;
    }

    @Override
    public String toString() {
        return isNone() ? "-" : octets.hex();
    }
}
