package io.moult.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * An error as {@code --json} has it told on standard output: {@code {"error": {"name": …, "sentence": …}}}. The sentence
 * is the one that people read on standard error.
 */
public final class JsonError {
    private static final String OPTION = "--json";
    private static final String MISUSE = "misuse";
    private static final String FAILED = "failed";

    private JsonError() {}

    /** The whole object. */
    public static ObjectNode of(String name, String sentence) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("error", member(name, sentence));
        return node;
    }

    /** What stands under {@code error}. */
    public static ObjectNode member(String name, String sentence) {
        return JsonNodeFactory.instance.objectNode().put("name", name).put("sentence", sentence);
    }

    /** Tells what a command has thrown, if it was called with {@code --json}. */
    public static void tell(CommandLine command, Throwable thrown, String sentence) {
        if (command.getParseResult().hasMatchedOption(OPTION)) {
            print(command, nameOf(thrown), sentence);
        }
    }

    /** Tells that a command was called wrongly, if it was called with {@code --json}. */
    public static void tellMisuse(CommandLine command, String[] arguments, String sentence) {
        if (command.getCommandSpec().findOption(OPTION) != null
                && Arrays.asList(arguments).contains(OPTION)) {
            print(command, MISUSE, sentence);
        }
    }

    private static void print(CommandLine command, String name, String sentence) {
        command.getOut().println(of(name, sentence));
        command.getOut().flush();
    }

    private static String nameOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Named named) {
                return named.errorName();
            }
        }
        return FAILED;
    }
}
