package io.moult.boot.explore;

import java.util.Optional;

/** Something that holds in every run from every state that can be reached. */
public interface Invariant {
    /** Such as {@code I1}. */
    String id();

    /** In a few words. */
    String statement();

    /** What is wrong with a run; empty if nothing is. */
    Optional<String> broken(Observation run);
}
