package io.moult.demo.device;

import io.moult.boot.ResetReason;

/** How one run of a device, from a boot to what comes after it, ends. */
sealed interface Ending {
    /** The device restarts. */
    record Reset(ResetReason reason) implements Ending {}

    /** Somebody switched it off. */
    record SwitchedOff() implements Ending {}
}
