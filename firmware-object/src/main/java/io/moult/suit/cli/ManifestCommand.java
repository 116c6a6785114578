package io.moult.suit.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code manifest}: makes, shows, verifies and runs envelopes. */
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Makes, encrypts, signs and severs envelopes, shows what they say, verifies that they can be believed,"
                        + " or runs them on a directory.",
        subcommands = {
            ManifestCreate.class,
            ManifestEncrypt.class,
            ManifestSign.class,
            ManifestMac.class,
            ManifestSever.class,
            ManifestShow.class,
            ManifestVerify.class,
            ManifestProcess.class
        },
        synopsisSubcommandLabel = "VERB")
public final class ManifestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: manifest create, encrypt, sign, mac, sever, show, verify, or process.");
    }
}
