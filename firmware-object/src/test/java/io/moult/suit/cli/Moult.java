package io.moult.suit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The author's verbs as a user calls them: exit status, output, errors. */
@Command(
        name = "moult",
        subcommands = {KeysCommand.class, ReleaseCommand.class, ManifestCommand.class})
final class Moult {
    /** What a call came to. */
    record Result(int status, String out, String err) {}

    private Moult() {}

    /** In a process of its own. */
    public static void main(String[] words) {
        Result result = run((Object[]) words);
        System.out.print(result.out());
        System.err.print(result.err());
        System.exit(result.status());
    }

    static Result run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new Moult())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    static void makeKeys(Path directory) {
        Result made = run("keys", "init", "--domain", "example.com", "--model", "sensor rev B", "--out", directory);
        if (made.status() != 0) {
            throw new AssertionError(made.err());
        }
    }

    static void makeRelease(Path keys, Path image, Path out) {
        Result made =
                run("release", "--keys", keys, "--image", image, "--version", "2.0.0", "--sequence", "2", "--out", out);
        if (made.status() != 0) {
            throw new AssertionError(made.err());
        }
    }
}
