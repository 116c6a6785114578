package io.moult.boot;

import io.moult.updateobject.BootReport;
import java.util.function.Function;

/** What a boot came to. */
public sealed interface BootOutcome {
    BootReport report();

    /**
     * The primary slot's image verified and runs.
     *
     * @param trial it is reverted unless it is confirmed
     */
    record Started(BootReport report, RunningImage image, boolean trial) implements BootOutcome {}

    /** No image verifies: nothing runs. The report says what was found where. */
    record Recovery(BootReport report) implements BootOutcome {}

    default <T> T fold(Function<Started, T> started, Function<Recovery, T> recovery) {
        if (this instanceof Started s) {
            return started.apply(s);
        }
        return recovery.apply((Recovery) this);
    }
}
