package io.moult.boot.explore;

import java.util.BitSet;
import java.util.Optional;

/**
 * What holds garbage in one run: sectors with the content that the run found there, in a state where that content tells
 * nothing apart. States that differ in garbage alone are visited once, so two things are held against every run: it reads
 * no such sector before it erases it, and none comes to count again with what was found in it. Then runs from two such
 * states do the same, and what they leave differs in garbage alone.
 */
final class Garbage {
    private final Canonical canonical;
    private final BitSet found;

    private Garbage(Canonical canonical, BitSet found) {
        this.canonical = canonical;
        this.found = found;
    }

    static Garbage at(Canonical canonical, Contents start) {
        return new Garbage(canonical, canonical.garbage(start));
    }

    /** Lets a machine watch it. */
    void watch(Machine machine, Subject subject) {
        machine.watch(found, subject::readsForPeople);
    }

    /** When an operation is done. */
    Garbage after(Operation operation) {
        return operation.isErase() ? without(operation.sector()) : this;
    }

    /** When it was cut off: what an erase has not reached is still there. */
    Garbage after(Operation operation, Fault fault) {
        boolean whole = fault.kind() == FaultKind.AFTER || fault.kind() == FaultKind.BLANK;
        return whole ? after(operation) : this;
    }

    private Garbage without(int sector) {
        if (!found.get(sector)) {
            return this;
        }
        BitSet less = (BitSet) found.clone();
        less.clear(sector);
        return new Garbage(canonical, less);
    }

    /** A sector that would count in these contents. */
    Optional<String> counting(Contents then) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        BitSet counts = (BitSet) found.clone();
        counts.andNot(canonical.garbage(then));
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of("sectors " + counts + " come to count with garbage in them");
    }

    /** Into a fingerprint. */
    void into(Fingerprint.Builder builder) {
        for (long word : found.toLongArray()) {
            builder.add(word);
        }
    }
}
