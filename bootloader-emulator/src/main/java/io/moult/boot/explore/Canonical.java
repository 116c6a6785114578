package io.moult.boot.explore;

import java.util.BitSet;

/**
 * The port over "the same state": two states with one fingerprint are one to the exploration, so they must be one to the
 * software. Erase counts are in no state.
 */
public interface Canonical {
    /** What stands for a state. */
    Fingerprint of(Contents contents);

    /**
     * Sectors whose content tells no two states apart, because nobody reads them before they are erased. That is a claim:
     * the exploration holds every run to it, see {@link Explorer}.
     */
    default BitSet garbage(Contents contents) {
        return new BitSet();
    }

    /** States are the same if every octet, mark and unsettled stretch is. */
    static Canonical exact() {
        return contents -> {
            Fingerprint.Builder builder = Fingerprint.builder();
            for (int sector = 0; sector < contents.sectors(); sector++) {
                builder.add(contents.sector(sector).exact());
            }
            return builder.done();
        };
    }
}
