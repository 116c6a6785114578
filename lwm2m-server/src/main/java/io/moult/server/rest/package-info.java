/**
 * The REST API: HTTP on Javalin, JSON, and nothing that decides anything. No other package names Javalin. Start at
 * {@code RestApi}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.server.rest;
