/** The update machine event by event, and its driver with a clock of the test's. */
@org.jspecify.annotations.NullMarked
package io.moult.server.tracker;
