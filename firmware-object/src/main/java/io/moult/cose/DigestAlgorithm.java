package io.moult.cose;

import io.moult.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/** The digests that SUIT may use (RFC 9054): a closed registry; a new one is a line here. */
public enum DigestAlgorithm {
    SHA_256(-16, 32, () -> ofJava("SHA-256")),
    SHAKE128(-18, 32, SHA3.DigestShake128_256::new),
    SHA_384(-43, 48, () -> ofJava("SHA-384")),
    SHA_512(-44, 64, () -> ofJava("SHA-512")),
    SHAKE256(-45, 64, SHA3.DigestShake256_512::new);

    private final int number;
    private final int lengthBytes;

    @SuppressWarnings("ImmutableEnumChecker") // the makers have no state
    private final Supplier<MessageDigest> maker;

    DigestAlgorithm(int number, int lengthBytes, Supplier<MessageDigest> maker) {
        this.number = number;
        this.lengthBytes = lengthBytes;
        this.maker = maker;
    }

    public int number() {
        return number;
    }

    /** The digest's length; no other is taken. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** A running digest that has seen nothing yet. */
    public MessageDigest start() {
        return maker.get();
    }

    /** The digest of octets at hand. */
    public Bytes digest(Bytes octets) {
        MessageDigest running = start();
        octets.updateDigest(running);
        return Bytes.wrap(running.digest());
    }

    /** The algorithm of a number; none if it is not supported. */
    public static Optional<DigestAlgorithm> of(long number) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name for people, such as {@code SHA-256}. */
    @Override
    public String toString() {
        return name().toUpperCase(Locale.ROOT).replace('_', '-');
    }

    private static MessageDigest ofJava(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + name, e);
        }
    }
}
