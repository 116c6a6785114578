/** The author's verbs on the command line: keys, release, manifest. Prints and reads files; decides nothing itself. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.cli;
