package io.moult.suit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.cli.JsonError;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the verbs have in common: 0 is done, 1 refused or failed with one sentence on the error stream, 2 misuse. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
abstract class Verb implements Callable<Integer> {
    static final int DONE = 0;
    static final int REFUSED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public final Integer call() {
        int status;
        try {
            status = run();
        } catch (CommandRefused e) {
            complain(e.sentence());
            if (json) {
                print(JsonError.of(e.errorName(), e.sentence()));
            }
            status = REFUSED;
        }
        out().flush();
        return status;
    }

    abstract int run() throws CommandRefused;

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void print(JsonNode node) {
        out().println(node.toPrettyString());
    }

    final void complain(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("moult: " + sentence);
        err.flush();
    }

    /** Wrong use of the command line: exit status 2, with the usage. */
    final ParameterException misuse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
