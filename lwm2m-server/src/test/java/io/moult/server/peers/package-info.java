/** The other ends, real ones: a stock LwM2M client with a plain update object. */
@org.jspecify.annotations.NullMarked
package io.moult.server.peers;
