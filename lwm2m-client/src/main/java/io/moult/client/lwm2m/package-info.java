/**
 * The LwM2M client on Leshan and Californium: registration, the objects, and where blocks come in. Nothing is decided
 * about firmware here. Start at {@link io.moult.client.lwm2m.MoultClient}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.client.lwm2m;
