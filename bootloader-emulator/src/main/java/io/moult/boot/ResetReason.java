package io.moult.boot;

import java.util.Locale;

/** Why there is a boot at all. */
public enum ResetReason {
    /** Power came (back). */
    POWER,
    /** The application asked for it. */
    REQUEST,
    /** The application hung. */
    WATCHDOG,
    /** The application crashed. */
    CRASH;

    /** Such as {@code watchdog}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
