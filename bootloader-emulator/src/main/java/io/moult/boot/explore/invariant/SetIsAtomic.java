package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** All components that run are of the one release that the bootloader says it started. */
final class SetIsAtomic implements Invariant {
    @Override
    public String id() {
        return "I3";
    }

    @Override
    public String statement() {
        return "the components of a set run together or not at all";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.started()
                .filter(boot -> boot.running().stream().anyMatch(release -> release != 0 && release != boot.said()))
                .map(boot -> "a mixture runs: " + boot);
    }
}
