/**
 * Moult, as the end that is measured: the server's own pusher, and devices that are booted from flash
 * files and run the client as it is delivered. Nothing here is faster or simpler than what
 * {@code moult server} and {@code moult device} run.
 */
@NullMarked
package io.moult.demo.bench.moult;

import org.jspecify.annotations.NullMarked;
