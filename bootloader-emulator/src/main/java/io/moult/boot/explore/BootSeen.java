package io.moult.boot.explore;

import java.util.List;
import java.util.Objects;

/**
 * What an onlooker sees of a completed boot.
 *
 * @param started false for recovery, where nothing runs
 * @param running for each component, the number of the release whose octets lie, settled, where they execute; 0 for
 *     octets of no release; empty in recovery
 * @param said the number of the release that the bootloader says it started; 0 in recovery
 * @param trial whether it is reverted unless it is confirmed
 * @param securityCounter unsigned 64 bit
 * @param bootable whether, in truth, some release that may run lay whole in the memories
 * @param event in a word
 * @param token what the software needs to go on as an application
 */
public record BootSeen(
        boolean started,
        List<Integer> running,
        int said,
        boolean trial,
        long securityCounter,
        boolean bootable,
        String event,
        Object token) {

    public BootSeen {
        running = List.copyOf(running);
        Objects.requireNonNull(event);
        Objects.requireNonNull(token);
    }

    /** Whether an onlooker sees the same, whatever is said to people of what was found. */
    boolean looksLike(BootSeen other) {
        return started == other.started
                && running.equals(other.running)
                && said == other.said
                && trial == other.trial
                && securityCounter == other.securityCounter;
    }

    @Override
    public String toString() {
        return started ? event + " of " + said + (trial ? " on trial" : "") + ", octets of " + running : event;
    }
}
