package io.moult.boot.cli;

import io.moult.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boot}: what concerns an emulated device's flash and bootloader. */
@Command(
        name = "boot",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            InitCommand.class,
            LoadCommand.class,
            BootOnceCommand.class,
            StateCommand.class,
            PendingCommand.class,
            ConfirmCommand.class,
            RecoverCommand.class,
            WearCommand.class,
            DrawCommand.class,
            SweepCommand.class,
            ClosureCommand.class,
            ReplayCommand.class
        },
        synopsisSubcommandLabel = "VERB",
        description = "Makes an emulated device, boots it, cuts its power, and looks into its flash.")
public final class BootCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, such as boot state.");
    }
}
