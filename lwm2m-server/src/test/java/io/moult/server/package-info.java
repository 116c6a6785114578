/** Whole servers in tests. */
@org.jspecify.annotations.NullMarked
package io.moult.server;
