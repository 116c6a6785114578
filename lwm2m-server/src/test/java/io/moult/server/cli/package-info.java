/** The verbs as people type them. */
@org.jspecify.annotations.NullMarked
package io.moult.server.cli;
