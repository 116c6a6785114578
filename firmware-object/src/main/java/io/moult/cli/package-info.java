/**
 * What the command lines of all rooms have in common: the version, and how an error is told to a program. No verb lives
 * here.
 */
@org.jspecify.annotations.NullMarked
package io.moult.cli;
