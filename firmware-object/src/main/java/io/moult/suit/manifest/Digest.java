package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;

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

    /** The algorithm, if it is one that is known here. */
    public Optional<DigestAlgorithm> knownAlgorithm() {
        return DigestAlgorithm.of(algorithm);
    }

    /** Whether this is the digest of some octets, compared in constant time; false if the algorithm is not known. */
    public boolean isOf(Bytes octets) {
        return knownAlgorithm()
                .filter(known -> known.digest(octets).equalsInConstantTime(value))
                .isPresent();
    }

    /** The algorithm's name for people. */
    public String algorithmName() {
        return knownAlgorithm().map(DigestAlgorithm::toString).orElse("digest algorithm " + algorithm);
    }
}
