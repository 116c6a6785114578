/**
 * The status tracker: one update of one device as a pure machine ({@code UpdateMachine}: event in, new state and
 * commands out), and its driver ({@code StatusTracker}), which owns the clock, the queue and the ports. Every waiting
 * phase has a deadline and a next step. No Leshan, SQL or HTTP here.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.tracker;
