/**
 * Stock Leshan, as the end that Moult is measured against: its own server, its own client, its own
 * block-wise layer. Nothing is tuned but what the benchmark states: body limit and block size.
 */
@NullMarked
package io.moult.demo.bench.lwm2m;

import org.jspecify.annotations.NullMarked;
