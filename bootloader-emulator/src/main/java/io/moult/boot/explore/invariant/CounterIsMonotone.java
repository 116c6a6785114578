package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import java.util.Optional;

/** The security counter that a running release finds is never lower than one seen before, and never that of a release that was not confirmed. */
final class CounterIsMonotone implements Invariant {
    @Override
    public String id() {
        return "I6";
    }

    @Override
    public String statement() {
        return "the security counter only rises, and never above the confirmed release";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.started().flatMap(boot -> {
            long counter = boot.securityCounter();
            if (Long.compareUnsigned(counter, run.before().securityCounter()) < 0) {
                return Optional.of("the counter fell to " + Long.toUnsignedString(counter) + " from "
                        + Long.toUnsignedString(run.before().securityCounter()));
            }
            int keeper = Math.max(
                    run.before().confirmed(), Math.max(run.before().confirming(), boot.trial() ? 0 : boot.said()));
            return Long.compareUnsigned(counter, run.limits().counterOf(keeper)) > 0
                    ? Optional.of(
                            "the counter is " + Long.toUnsignedString(counter) + ", but " + keeper + " is confirmed")
                    : Optional.empty();
        });
    }
}
