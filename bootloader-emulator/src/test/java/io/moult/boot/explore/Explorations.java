package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import java.util.EnumSet;
import java.util.Set;

/** How the suites explore, and what they ask of each exploration. */
final class Explorations {
    static final Set<FaultKind> CUTS = EnumSet.copyOf(FaultKind.CUTS);
    private static final int STATE_LIMIT = 5_000_000;

    private Explorations() {}

    /** Every state that any number of these faults leads to. */
    static Exploration closure(Bench bench, FaultModel model) throws Exception {
        return upTo(ExploreSettings.UNBOUNDED, bench, model, false);
    }

    /** Every way with up to so many faults. */
    static Exploration upTo(int depth, Bench bench, FaultModel model, boolean exact) throws Exception {
        Subject subject = Laboratory.subject(bench, exact, model.kinds());
        return new Explorer(subject, settings(model, depth)).explore();
    }

    static ExploreSettings settings(FaultModel model, int depth) {
        return new ExploreSettings(
                model, Invariants.ALL, depth, 1, 2, STATE_LIMIT, false, System.out::println, System::nanoTime);
    }

    /** No invariant is broken, and every planned fault has fired, one of each kind at least. */
    static void assertFaultsHeld(Exploration found, Set<FaultKind> kinds) {
        Figures figures = found.figures();
        assertThat(found.violations()).as(found.title()).isEmpty();
        assertThat(figures.fired()).as(found.title()).isEqualTo(figures.planned());
        assertThat(figures.fired()).as(found.title()).containsOnlyKeys(kinds);
        assertThat(figures.cutsUnlike()).as(found.title()).isZero();
        assertThat(figures.mergesWrong()).as(found.title()).isZero();
    }

    /** The same, and everything that can be reached has been. */
    static void assertSound(Exploration found, Set<FaultKind> kinds) {
        assertFaultsHeld(found, kinds);
        assertThat(found.figures().complete()).as(found.title()).isTrue();
    }
}
