/**
 * The operator's side of an update: {@link io.moult.server.MoultServer} says {@code new} for the rooms below it. No
 * Leshan, SQL or HTTP type is named in this package.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server;
