package io.moult.boot;

import io.moult.updateobject.BootReport;
import java.util.List;
import java.util.function.Function;

/** What a boot came to. */
public sealed interface BootOutcome {
    BootReport report();

    /**
     * A set of images verified and runs.
     *
     * @param images in the order in which they start; at least one
     * @param trial it is reverted unless it is confirmed
     * @param recovery these are the golden images: nothing else is left to run
     */
    record Started(BootReport report, List<RunningImage> images, boolean trial, boolean recovery)
            implements BootOutcome {
        public Started {
            images = List.copyOf(images);
            if (images.isEmpty()) {
                throw new IllegalArgumentException("a start of nothing");
            }
        }

        /** The one that starts last: the application itself. */
        public RunningImage image() {
            return images.get(images.size() - 1);
        }
    }

    /** No image verifies: nothing runs. The report says what was found where. */
    record Recovery(BootReport report) implements BootOutcome {}

    default <T> T fold(Function<Started, T> started, Function<Recovery, T> recovery) {
        if (this instanceof Started s) {
            return started.apply(s);
        }
        return recovery.apply((Recovery) this);
    }
}
