package io.moult.demo.interop;

import io.moult.demo.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command {@code moult} in this process, for verbs that come to an end: what it says, and its exit status. */
final class Cli {
    /** How a command ended. */
    record Outcome(int exitStatus, String out, String err) {
        /** The lines on standard error that say something. */
        List<String> complaints() {
            return err.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private Cli() {}

    static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int status = Main.run(arguments);
            return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    /** Runs what must succeed. */
    static void ok(String... arguments) {
        Outcome outcome = run(arguments);
        if (outcome.exitStatus() != 0) {
            throw new AssertionError("moult " + String.join(" ", arguments) + ": " + outcome);
        }
    }
}
