/** The REST API over real HTTP. */
@org.jspecify.annotations.NullMarked
package io.moult.server.rest;
