package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import io.moult.boot.explore.Operation;
import java.util.Map;
import java.util.Optional;

/** No run erases one sector more often than the exchange and the records of it need. */
final class WearIsBounded implements Invariant {
    @Override
    public String id() {
        return "I9";
    }

    @Override
    public String statement() {
        return "erases of one sector in one run are bounded";
    }

    @Override
    public Optional<String> broken(Observation run) {
        Map<Integer, Integer> erases = Operation.erases(run.operations());
        int most = erases.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return most <= run.limits().erasesOfOneSector()
                ? Optional.empty()
                : Optional.of(most + " erases of one sector in one run: " + erases);
    }
}
