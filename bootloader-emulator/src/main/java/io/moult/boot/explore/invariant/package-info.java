/**
 * What must hold in every state, each in a class of its own. Start at {@link io.moult.boot.explore.invariant.Invariants}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.explore.invariant;
