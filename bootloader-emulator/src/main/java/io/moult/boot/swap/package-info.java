/**
 * Exchanging two slots: a plan is data, proven by symbols before it runs; one executor carries any plan out and, after
 * a power cut, redoes its last step. Start at {@link io.moult.boot.swap.SwapPlan}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.swap;
