package io.moult.suit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys}: makes key sets. */
@Command(
        name = "keys",
        description = "Make the identifiers, key and certificate that releases are signed with.",
        subcommands = KeysInit.class,
        synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads the field
    private final HelpOption help = new HelpOption();
}
