package io.moult.suit.verify;

import java.util.function.Function;

/** Whether a manifest is believed by, supported by and applicable to a device. */
public sealed interface Verification {
    record Accepted(VerifiedManifest manifest) implements Verification {}

    /** @param reached the highest rung that holds */
    record Refused(Refusal refusal, Rung reached) implements Verification {}

    default <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
        if (this instanceof Accepted good) {
            return accepted.apply(good);
        }
        return refused.apply((Refused) this);
    }
}
