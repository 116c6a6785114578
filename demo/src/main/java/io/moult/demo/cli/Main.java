package io.moult.demo.cli;

import io.moult.cli.JsonError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command {@code moult}. Exit status: 0 done, 1 refused or failed, 2 misuse. An error is one sentence on standard
 * error, and with {@code --json} also an object on standard output; {@code --debug} or {@code MOULT_DEBUG=1} adds where it came from.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        ParentWatch.endWithParent();
        System.exit(run(arguments));
    }

    /** Runs one command line in this process and returns its exit status. */
    public static int run(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(out, err, arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Optional<String> unknown = Verb.unknownIn(arguments);
        if (unknown.isPresent()) {
            err.println(noSuchVerb(unknown.get()));
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
    }

    /** The whole command; when the arguments name a verb, with that verb alone, so that no other room is loaded. */
    static CommandLine commandLine(String... arguments) {
        Root root = new Root();
        CommandLine moult = new CommandLine(root);
        Optional<Verb> called = Verb.calledBy(arguments);
        if (called.isPresent()) {
            add(moult, called.get());
        } else {
            for (Verb verb : Verb.values()) {
                add(moult, verb);
            }
        }
        moult.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
        moult.setExecutionExceptionHandler((exception, command, parsed) -> {
            String sentence = Sentence.of(exception);
            command.getErr().println("moult: " + sentence);
            JsonError.tell(command, exception, sentence);
            if (root.debug()) {
                command.getErr().println(Sentence.trace(exception));
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        moult.setParameterExceptionHandler(Main::misuse);
        return moult;
    }

    private static void add(CommandLine moult, Verb verb) {
        moult.addSubcommand(verb.label(), verb.command());
    }

    private static int misuse(CommandLine.ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        String sentence = Sentence.ended(exception.getMessage());
        err.println("moult: " + sentence + " See " + name + " --help.");
        JsonError.tellMisuse(command, arguments, sentence);
        return CommandLine.ExitCode.USAGE;
    }

    private static String noSuchVerb(String word) {
        String nearest = Verb.nearestTo(word)
                .map(verb -> ": did you mean \"" + verb + "\"?")
                .orElse(".");
        return "moult: there is no verb \"" + word + "\"" + nearest + " See moult --help.";
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
