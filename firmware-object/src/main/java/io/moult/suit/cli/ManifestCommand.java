package io.moult.suit.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code manifest}: shows, verifies and runs envelopes. */
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what an envelope says, verifies that it can be believed, or runs it on a directory.",
        subcommands = {ManifestShow.class, ManifestVerify.class, ManifestProcess.class},
        synopsisSubcommandLabel = "VERB")
public final class ManifestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: manifest show, manifest verify, or manifest process.");
    }
}
