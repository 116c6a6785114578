package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that adds authentication blocks. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
abstract class AuthenticateVerb extends Verb {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Envelopes, each authenticated in its place; binary, or with --out hexadecimal text too.")
    private List<Path> files;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write, for one FILE, instead of in its place.")
    private @Nullable Path out;

    abstract Authenticate authentication() throws CommandRefused;

    @Override
    final int run() throws CommandRefused {
        if (out != null && files.size() > 1) {
            throw misuse("--out is for one FILE.");
        }
        Authenticate authentication = authentication();
        ArrayNode all = new ObjectMapper().createArrayNode();
        for (Path file : files) {
            InputEnvelope input = InputEnvelope.read(file);
            Path target = input.target(out);
            Authenticate.Done done = authentication.to(input);
            OutputFile.write(target, done.draft());
            done.sentences().forEach(sentence -> tell(target + ": signed with " + sentence));
            all.addObject().put("file", target.toString()).set("signers", done.described());
        }
        if (json()) {
            print(all);
        }
        return DONE;
    }

    private void tell(String line) {
        if (!json()) {
            out().println(line);
        }
    }
}
