/** What is particular to LwM2M. */
@org.jspecify.annotations.NullMarked
package io.moult.server.lwm2m;
