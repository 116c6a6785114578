package io.moult.cose;

import java.util.Optional;

/** Signature algorithms that are supported, by their COSE numbers: both are ECDSA on P-256 with SHA-256. */
public enum CoseAlgorithm {
    /** RFC 9053: the curve is the key's. We take P-256 only. */
    ES256(-7),
    /** RFC 9864: fully specified, what draft-ietf-suit-mti asks for. */
    ESP256(-9);

    private final int number;

    CoseAlgorithm(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Optional<CoseAlgorithm> of(long number) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The name of any algorithm number, as far as it is known. */
    public static String label(long number) {
        if (number == -7) {
            return "ES256 (-7)";
        } else if (number == -8) {
            return "EdDSA (-8)";
        } else if (number == -9) {
            return "ESP256 (-9)";
        } else if (number == -19) {
            return "Ed25519 (-19)";
        } else if (number == -35) {
            return "ES384 (-35)";
        } else if (number == -36) {
            return "ES512 (-36)";
        } else if (number == -37) {
            return "PS256 (-37)";
        } else if (number == -46) {
            return "HSS-LMS (-46)";
        } else if (number <= -48 && number >= -50) {
            return "ML-DSA (" + number + ")";
        } else if (number == 5) {
            return "HMAC 256/256 (5)";
        }
        return "algorithm " + number;
    }
}
