package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * SUIT_Digest (draft-ietf-suit-manifest-37 section 10): a COSE algorithm number and the octets.
 *
 * @param algorithm such as {@link #SHA_256}
 */
public record Digest(long algorithm, Bytes value) {
    /** The one that every manifest processor implements (RFC 9054). */
    public static final long SHA_256 = -16;

    public Digest {
        Objects.requireNonNull(value);
    }

    /** The SHA-256 digest of some octets. */
    public static Digest sha256(Bytes octets) {
        MessageDigest running = newSha256();
        octets.updateDigest(running);
        return ofSha256(running);
    }

    /** What a running SHA-256 has come to. */
    public static Digest ofSha256(MessageDigest running) {
        return new Digest(SHA_256, Bytes.wrap(running.digest()));
    }

    /** A SHA-256 that has seen nothing yet. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Whether this is a SHA-256 digest, of the right length. */
    public boolean isSha256() {
        return algorithm == SHA_256 && value.length() == 32;
    }

    /** The algorithm's name for people. */
    public String algorithmName() {
        if (algorithm == SHA_256) {
            return "SHA-256";
        } else if (algorithm == -18) {
            return "SHAKE128";
        } else if (algorithm == -43) {
            return "SHA-384";
        } else if (algorithm == -44) {
            return "SHA-512";
        } else if (algorithm == -45) {
            return "SHAKE256";
        }
        return "digest algorithm " + algorithm;
    }
}
