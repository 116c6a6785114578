package io.moult.suit.verify;

import java.util.Optional;
import java.util.function.Function;

/** Whether a manifest is believed by, supported by and applicable to a device. */
public sealed interface Verification {
    record Accepted(VerifiedManifest manifest) implements Verification {
        @Override
        public Decisions decisions() {
            return manifest.decisions();
        }
    }

    /**
     * @param reached the highest rung that holds
     * @param examination what was found on the way
     */
    record Refused(Refusal refusal, Rung reached, Examination examination) implements Verification {
        @Override
        public Decisions decisions() {
            return DecisionMaker.of(examination, Optional.of(refusal));
        }
    }

    /** The nine decisions that led here, written down when somebody asks. */
    Decisions decisions();

    default <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
        if (this instanceof Accepted good) {
            return accepted.apply(good);
        }
        return refused.apply((Refused) this);
    }
}
