package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import io.moult.boot.explore.Observation;
import io.moult.boot.flash.FlashMisuse;
import java.util.Optional;

/** The rules of the medium are kept: the ports refuse a program of a unit that needs an erase, and say so. */
final class UnitsAreErasedFirst implements Invariant {
    @Override
    public String id() {
        return "I8";
    }

    @Override
    public String statement() {
        return "no unit is programmed that is not erased";
    }

    @Override
    public Optional<String> broken(Observation run) {
        return run.failure()
                .filter(FlashMisuse.class::isInstance)
                .map(Throwable::getMessage)
                .or(Optional::empty);
    }
}
