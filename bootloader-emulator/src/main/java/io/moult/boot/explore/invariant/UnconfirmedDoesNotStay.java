package io.moult.boot.explore.invariant;

import io.moult.boot.explore.History;
import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** A release that nobody confirmed starts at most as often as it has attempts, and never as if it were confirmed. */
final class UnconfirmedDoesNotStay implements Invariant {
    @Override
    public String id() {
        return "I4";
    }

    @Override
    public String statement() {
        return "an unconfirmed release never outlives its attempts";
    }

    @Override
    public Optional<String> broken(Observation run) {
        if (run.started().isEmpty()) {
            return Optional.empty();
        }
        History before = run.before();
        boolean tolerated = before.recordsLost() || before.rotted() > 0;
        int said = run.started().get().said();
        if (run.started().get().trial()) {
            return before.trialStarts() < run.limits().trialAttempts() || tolerated
                    ? Optional.empty()
                    : Optional.of("release " + said + " starts on trial once more, after " + before.trialStarts());
        }
        return said == before.confirmed() || said == before.confirming() || said < before.confirmed() || tolerated
                ? Optional.empty()
                : Optional.of("release " + said + " runs as if confirmed; " + before.confirmed() + " is");
    }
}
