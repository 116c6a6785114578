package io.moult.cose;

import java.util.Optional;

/**
 * The algorithms that an authentication block may use: a closed registry. A new one is a {@link KeyKind} and a line here.
 * What is not here is refused as unsupported, by its registered name. Of two numbers for one thing the fully specified
 * one (RFC 9864), which draft-ietf-suit-mti asks for, stands first and is what we write.
 */
public enum CoseAlgorithm {
    ESP256(-9, Ecdsa.P256),
    /** The curve is the key's (RFC 9053); we take the one that fits. */
    ES256(-7, Ecdsa.P256),
    ESP384(-51, Ecdsa.P384),
    ES384(-35, Ecdsa.P384),
    ED25519(-19, Ed25519.KIND),
    /** We take Ed25519 only. */
    EDDSA(-8, Ed25519.KIND),
    /** RFC 8778. */
    HSS_LMS(-46, HssLms.KIND),
    /** RFC 9964. */
    ML_DSA_44(-48, MlDsa.ML_DSA_44),
    ML_DSA_65(-49, MlDsa.ML_DSA_65),
    ML_DSA_87(-50, MlDsa.ML_DSA_87),
    HMAC_256(5, Hmac256.KIND);

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // kinds of key have no state
    private final KeyKind kind;

    CoseAlgorithm(int number, KeyKind kind) {
        this.number = number;
        this.kind = kind;
    }

    public int number() {
        return number;
    }

    /** The only kind of key it takes. */
    public KeyKind kind() {
        return kind;
    }

    /** Whether its key is a secret that both sides have. */
    public boolean isMac() {
        return kind.isSecretShared();
    }

    /** The algorithm of a number; none if it is not supported. */
    public static Optional<CoseAlgorithm> of(long number) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** What we write for a kind of key. */
    public static CoseAlgorithm preferred(KeyKind kind) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.kind.equals(kind)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("no algorithm for " + kind.label());
    }

    /** The registered name of any algorithm number, supported or not. */
    public static String label(long number) {
        return AlgorithmNames.label(number);
    }
}
