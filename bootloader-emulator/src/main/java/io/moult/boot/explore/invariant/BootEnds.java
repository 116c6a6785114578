package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** No run writes more often than the plan for the largest images needs. */
final class BootEnds implements Invariant {
    @Override
    public String id() {
        return "I7";
    }

    @Override
    public String statement() {
        return "a boot ends within a bounded number of operations";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.operations().size() <= run.limits().operations()
                ? Optional.empty()
                : Optional.of(run.operations().size() + " operations in one run");
    }
}
