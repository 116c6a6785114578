/**
 * {@code bench suit}: what it costs to check and decide on a manifest, against the bare signature. Start at {@link
 * io.moult.demo.bench.suit.SuitBenchmark}.
 */
@NullMarked
package io.moult.demo.bench.suit;

import org.jspecify.annotations.NullMarked;
