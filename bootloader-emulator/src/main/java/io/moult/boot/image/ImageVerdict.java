package io.moult.boot.image;

import io.moult.suit.verify.Refusal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Whether an image and the envelope beside it may run here. */
public sealed interface ImageVerdict {

    /** Envelope and bytes belong together, and the device believes them. */
    record Verified(ImageFacts image) implements ImageVerdict {
        public Verified {
            Objects.requireNonNull(image);
        }
    }

    /** They may not run; why. */
    record Refused(Refusal reason) implements ImageVerdict {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    default <T> T fold(Function<ImageFacts, T> verified, Function<Refusal, T> refused) {
        if (this instanceof Verified v) {
            return verified.apply(v.image());
        }
        return refused.apply(((Refused) this).reason());
    }

    default Optional<ImageFacts> facts() {
        return fold(Optional::of, refusal -> Optional.empty());
    }

    /** Why not; empty for a verified image. */
    default Optional<Refusal> refusal() {
        return fold(facts -> Optional.empty(), Optional::of);
    }
}
