package io.moult.server.cli;

import io.moult.cli.JsonError;
import io.moult.cli.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of the server's own jar, which knows no emulator. */
@Command(
        name = "moult-server",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {ServerCommand.class, DevicesCommand.class, UpdateCommand.class},
        description = "Updates the firmware of devices over LwM2M: the operator's side.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
public final class ServerMain implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command line and returns its exit status: 0 done, 1 refused or failed, 2 misuse. */
    public static int run(String... arguments) {
        return commandLine()
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServerMain())
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    String sentence = sentence(problem);
                    command.getErr().println(sentence);
                    JsonError.tell(command, problem, sentence);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setParameterExceptionHandler((problem, arguments) -> {
                    CommandLine command = problem.getCommandLine();
                    String name = command.getCommandSpec().qualifiedName();
                    String sentence = ended(String.valueOf(problem.getMessage()));
                    command.getErr().println(sentence + " See " + name + " --help.");
                    JsonError.tellMisuse(command, arguments, sentence);
                    return CommandLine.ExitCode.USAGE;
                });
    }

    private static String sentence(Exception problem) {
        String message = problem.getMessage();
        return message == null ? "Unexpected " + problem.getClass().getSimpleName() + "." : ended(message);
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
