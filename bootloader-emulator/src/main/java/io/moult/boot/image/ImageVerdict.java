package io.moult.boot.image;

import io.moult.suit.verify.Refusal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Whether a set of images and the envelope beside it may run here. */
public sealed interface ImageVerdict {

    /** Envelope and bytes belong together, and the device believes them. */
    record Verified(SetFacts set) implements ImageVerdict {
        public Verified {
            Objects.requireNonNull(set);
        }
    }

    /** They may not run; why. */
    record Refused(Refusal reason) implements ImageVerdict {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    default <T> T fold(Function<SetFacts, T> verified, Function<Refusal, T> refused) {
        if (this instanceof Verified v) {
            return verified.apply(v.set());
        }
        return refused.apply(((Refused) this).reason());
    }

    default Optional<SetFacts> facts() {
        return fold(Optional::of, refusal -> Optional.empty());
    }

    /** Why not; empty for a verified set. */
    default Optional<Refusal> refusal() {
        return fold(facts -> Optional.empty(), Optional::of);
    }
}
