/**
 * The status tracker: one update of one device as a pure machine ({@code UpdateMachine}: event in, new state and
 * commands out), and what drives it: {@code StatusTracker} is the door, {@code TrackerThread} owns the updates, and
 * {@code UpdateDriver} steps them. Every waiting phase has a deadline and a next step. No Leshan, SQL or HTTP here.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.tracker;
