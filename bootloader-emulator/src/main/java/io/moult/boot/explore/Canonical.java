package io.moult.boot.explore;

/**
 * The port over "the same state": two states with one fingerprint are one to the exploration, so they must be one to the
 * software. Erase counts are in no state.
 */
public interface Canonical {
    /** What stands for a state. */
    Fingerprint of(Contents contents);

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
