/** The one command {@code moult}: composes the verbs of all rooms. Start at {@link io.moult.demo.cli.Main}. */
@org.jspecify.annotations.NullMarked
package io.moult.demo.cli;
