/**
 * LwM2M on Leshan: the only package here that names Leshan, and the only one besides {@code repository.californium}
 * that names Californium. Start at {@code LwM2mService}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.lwm2m;
