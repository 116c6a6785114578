/**
 * Measures a push against stock Leshan: {@code ./moult bench push}. This package is the harness: it
 * starts two fresh JVMs for each run, alternates the ends and stops everything that it started. What
 * runs inside those JVMs is in {@code child} and {@code lwm2m}, what is printed in {@code report}.
 * Start reading at {@link io.moult.demo.bench.PushBenchmark}.
 */
@NullMarked
package io.moult.demo.bench;

import org.jspecify.annotations.NullMarked;
