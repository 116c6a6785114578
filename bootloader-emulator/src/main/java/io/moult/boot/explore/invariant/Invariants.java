package io.moult.boot.explore.invariant;

import io.moult.boot.explore.Invariant;
import java.util.List;

/** All of them, by number. */
public final class Invariants {
    public static final List<Invariant> ALL = List.of(
            new AlwaysBootable(),
            new NothingUnverifiedRuns(),
            new SetIsAtomic(),
            new UnconfirmedDoesNotStay(),
            new ConfirmedStays(),
            new CounterIsMonotone(),
            new BootEnds(),
            new UnitsAreErasedFirst(),
            new WearIsBounded(),
            new SettledWritesNothing());

    private Invariants() {}
}
