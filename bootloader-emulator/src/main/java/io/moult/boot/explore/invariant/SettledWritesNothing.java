package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** After a boot that ended in a confirmed release, and nothing written since, the next boot writes nothing. */
final class SettledWritesNothing implements Invariant {
    @Override
    public String id() {
        return "I10";
    }

    @Override
    public String statement() {
        return "a boot of a settled device writes nothing";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.isBoot() && run.before().settled() && !run.operations().isEmpty()
                ? Optional.of("a settled device was written to: " + run.operations())
                : Optional.empty();
    }
}
