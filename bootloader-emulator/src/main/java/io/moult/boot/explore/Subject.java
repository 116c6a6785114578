package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import java.io.IOException;
import java.util.List;

/** The port over what is explored: a bootloader, and what applications do to it. Used by several threads at once. */
public interface Subject {
    /** A line for people: topology, strategy, geometry. */
    String title();

    Shape shape();

    Canonical canonical();

    /** The memories of a device as its manufacturer hands it over, running release 1, confirmed. */
    Contents manufactured();

    /** Boots, from nothing but the machine's memories. */
    BootSeen boot(Machine machine, ResetReason reason) throws IOException;

    /** What the application may do after this boot. */
    List<Action> actions(Machine machine, BootSeen boot) throws IOException;

    /** Whether the code that reads at this moment does so for something that is told to people, and decides nothing. */
    default boolean readsForPeople() {
        return false;
    }

    /** In a few words, what state a device is in, for a drawing. */
    String label(Contents contents);

    /** Why the device may be reset in this life. */
    List<ResetReason> resets();

    Limits limits();

    /**
     * What a run may take.
     *
     * @param trialAttempts how often an unconfirmed release may start
     * @param operations the most operations of one run
     * @param erasesOfOneSector the most erases of one sector in one run
     * @param eraseInSameRun whether no run relies on an earlier run's erase
     * @param counters the security counter of each release, by its number; the first is of no release
     */
    record Limits(
            int trialAttempts, int operations, int erasesOfOneSector, boolean eraseInSameRun, List<Long> counters) {
        public Limits {
            counters = List.copyOf(counters);
        }

        /** Unsigned. */
        public long counterOf(int release) {
            return counters.get(release);
        }
    }
}
