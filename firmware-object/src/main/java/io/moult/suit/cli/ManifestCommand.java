package io.moult.suit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code manifest}: shows and verifies envelopes. */
@Command(
        name = "manifest",
        description = "Show what an envelope says, or verify that it can be believed.",
        subcommands = {ManifestShow.class, ManifestVerify.class},
        synopsisSubcommandLabel = "COMMAND")
public final class ManifestCommand {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads the field
    private final HelpOption help = new HelpOption();
}
