package io.moult.demo.bench;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moult bench}: the benchmarks. */
@Command(
        name = "bench",
        description = "Measures Moult on this machine: against stock Leshan, against a bare signature, or power cuts.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {PushCommand.class, SuitCommand.class, BootBenchCommand.class})
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which benchmark? There are: push, suit, boot.");
    }
}
