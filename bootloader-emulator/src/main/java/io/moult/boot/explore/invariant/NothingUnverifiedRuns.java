package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** What executes is, octet for octet, a release that the author signed for this device, and reads the same each time. */
final class NothingUnverifiedRuns implements Invariant {
    @Override
    public String id() {
        return "I2";
    }

    @Override
    public String statement() {
        return "nothing unverified executes";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.started()
                .filter(boot -> boot.said() <= 0 || boot.running().contains(0))
                .map(boot -> "octets of no release execute: " + boot);
    }
}
