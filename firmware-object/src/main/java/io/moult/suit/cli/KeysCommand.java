package io.moult.suit.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;

/** {@code keys}: makes key sets. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes the identifiers, key and certificate that releases are signed with.",
        subcommands = KeysInit.class,
        synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand {}
