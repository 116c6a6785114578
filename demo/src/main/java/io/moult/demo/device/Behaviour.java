package io.moult.demo.device;

/** How an image behaves when it runs. Image bytes are not executed: a table says it, see {@link BehaviourTable}. */
public enum Behaviour {
    /** Passes its self-test and goes on. */
    HEALTHY,
    /** Runs, but its self-test finds a fault. */
    FAILS,
    /** Does nothing any more; the watchdog resets the device. */
    HANGS,
    /** Ends at once. */
    CRASHES
}
