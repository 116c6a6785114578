package io.moult.boot.explore;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of faults, by the names that options and cut paths give them. */
public enum FaultKind {
    /** The power goes between operations: before this one. */
    BEFORE,
    /** The power goes when all of the operation is done. */
    AFTER,
    /** A program or erase of which a prefix is done, to the octet; the rest is as it was. */
    TORN,
    /** The unit at the prefix's end got a part of its bits; an erase lifted a part of them. */
    BITS,
    /** The unit at the prefix's end, or what an erase did not reach, reads anew each time until it is erased. */
    UNSTABLE,
    /** The unit at the prefix's end, or the whole sector, reads erased and is not. */
    BLANK,
    /** Nothing of the program is done, but octets that were programmed before in the same sector have changed. */
    NEIGHBOUR,
    /** Between runs: a bit flips. */
    ROT,
    /** From now on: a sector takes no program and no erase any more. What it holds can be read. */
    STUCK;

    /** What befalls a device at rest. */
    static final Set<FaultKind> AT_REST = Set.copyOf(EnumSet.of(ROT, STUCK));

    /** What a power cut does. */
    public static final Set<FaultKind> CUTS = EnumSet.of(BEFORE, AFTER, TORN, BITS, UNSTABLE, BLANK);

    /** Such as {@code unstable}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@code before,torn,…}; IllegalArgumentException with a sentence for anything else. */
    public static Set<FaultKind> parse(String list) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String word : list.split(",", -1)) {
            kinds.add(ofLabel(word.strip()));
        }
        return kinds;
    }

    static FaultKind ofLabel(String label) {
        for (FaultKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no fault is called \"" + label
                + "\": say before, after, torn, bits, unstable, blank, neighbour, rot or stuck");
    }
}
