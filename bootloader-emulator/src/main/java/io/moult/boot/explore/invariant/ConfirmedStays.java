package io.moult.boot.explore.invariant;

import io.moult.boot.explore.History;
import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** A release that was confirmed gives way to no older one, unless it has rotted, or the records of its confirmation have. */
final class ConfirmedStays implements Invariant {
    @Override
    public String id() {
        return "I5";
    }

    @Override
    public String statement() {
        return "a confirmed release never reverts by itself";
    }

    @Override
    public Optional<String> broken(Observation run) {
        History before = run.before();
        if (run.started().isEmpty() || before.recordsLost() || before.rotted() > 0) {
            return Optional.empty();
        }
        int said = run.started().get().said();
        return said >= before.confirmed()
                ? Optional.empty()
                : Optional.of("release " + said + " runs, although " + before.confirmed() + " was confirmed");
    }
}
