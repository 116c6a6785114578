package io.moult.cose;

import java.util.function.Function;

/** What became of the check of one signature. */
public sealed interface SignatureCheck {
    /** A believed key made it. */
    record Valid(TrustAnchor signer) implements SignatureCheck {}

    /** Nothing is proven. */
    record Invalid(Reason reason, String detail) implements SignatureCheck {}

    /** Why a signature proves nothing; the later, the more was understood of it. */
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
