/** The firmware server as devices see it. */
@org.jspecify.annotations.NullMarked
package io.moult.server.repository;
