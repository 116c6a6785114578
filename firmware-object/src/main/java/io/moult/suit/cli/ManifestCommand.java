package io.moult.suit.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code manifest}: shows and verifies envelopes. */
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what an envelope says, or verifies that it can be believed.",
        subcommands = {ManifestShow.class, ManifestVerify.class},
        synopsisSubcommandLabel = "VERB")
public final class ManifestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: manifest show, or manifest verify.");
    }
}
