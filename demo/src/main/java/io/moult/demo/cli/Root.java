package io.moult.demo.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code moult} without a verb. */
@Command(
        name = "moult",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommandsRepeatable = false,
        description = "Updates the firmware of constrained devices over CoAP and LwM2M, with SUIT manifests.",
        commandListHeading = "%nVerbs (each with --help):%n",
        footer = {
            "",
            "The launcher also knows: moult test (the whole suite).",
            "Exit status: 0 done, 1 refused or failed, 2 misuse."
        })
final class Root implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "On an error, also show where it came from (or MOULT_DEBUG=1).")
    private boolean debug;

    boolean debug() {
        return debug || "1".equals(System.getenv("MOULT_DEBUG"));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing.");
    }
}
