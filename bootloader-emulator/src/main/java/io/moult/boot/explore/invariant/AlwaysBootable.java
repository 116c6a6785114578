package io.moult.boot.explore.invariant;

import io.moult.boot.explore.History;
import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** A boot ends, and with a release that runs wherever one that may run lies whole; recovery is for the rest. */
final class AlwaysBootable implements Invariant {
    @Override
    public String id() {
        return "I1";
    }

    @Override
    public String statement() {
        return "some verified release always boots, if there is one";
    }

    @Override
    public Optional<String> broken(Observation run) {
        if (!run.isBoot()) {
            return Optional.empty();
        }
        if (run.failure().isPresent()) {
            return Optional.of("the boot failed: " + run.failure().get());
        }
        return run.boot()
                .filter(boot -> !boot.started() && (boot.bootable() || !damaged(run.before())))
                .map(boot -> "recovery, although a release that may run is there: " + boot.event());
    }

    private static boolean damaged(History past) {
        return past.rotted() > 0 || past.stuck() > 0 || past.recordsLost();
    }
}
