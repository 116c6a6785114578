/**
 * The verbs {@code server}, {@code devices} and {@code update}. The last two speak with a server by its REST API alone.
 * Start at {@code ServerMain}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.cli;
