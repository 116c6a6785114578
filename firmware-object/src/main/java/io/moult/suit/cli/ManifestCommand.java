package io.moult.suit.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;

/** {@code manifest}: shows and verifies envelopes. */
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what an envelope says, or verifies that it can be believed.",
        subcommands = {ManifestShow.class, ManifestVerify.class},
        synopsisSubcommandLabel = "COMMAND")
public final class ManifestCommand {}
