package io.moult.cose;

import java.util.List;
import java.util.function.Function;

/** What became of the check of one authentication block. */
public sealed interface SignatureCheck {
    /**
     * Believed keys made it.
     *
     * @param signers one for each distinct key, at least one
     */
    record Valid(List<TrustAnchor> signers) implements SignatureCheck {
        public Valid {
            signers = List.copyOf(signers);
            if (signers.isEmpty()) {
                throw new IllegalArgumentException("valid, by nobody");
            }
        }

        public Valid(TrustAnchor signer) {
            this(List.of(signer));
        }

        /** The first of them. */
        public TrustAnchor signer() {
            return signers.get(0);
        }
    }

    /** Nothing is proven. */
    record Invalid(Reason reason, String detail) implements SignatureCheck {}

    /** Why a block proves nothing; the later, the more was understood of it. */
    enum Reason {
        MALFORMED,
        UNSUPPORTED,
        /** It names a key that is not believed, and no believed key made it. */
        UNKNOWN_SIGNER,
        /** It names a believed key, or none, and no believed key made it. */
        BAD_SIGNATURE
    }

    default <T> T fold(Function<Valid, T> valid, Function<Invalid, T> invalid) {
        if (this instanceof Valid good) {
            return valid.apply(good);
        }
        return invalid.apply((Invalid) this);
    }
}
