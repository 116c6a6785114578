package io.moult.demo.scenario;

import io.moult.suit.cli.KeysCommand;
import io.moult.suit.cli.ManifestCommand;
import io.moult.suit.cli.ReleaseCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** What the author does, through the author's own verbs: {@code keys}, {@code release}, {@code manifest}. */
final class Author {
    static final String DOMAIN = "example.com";
    static final String MODEL = "sensor rev B";

    private final Path directory;

    /** What a verb said, and how it ended. */
    record Said(int status, String text) {}

    Author(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** The keys of the story's devices. */
    Path keys() {
        return directory.resolve("KEYS");
    }

    /** Makes keys for a model, with a key of its own or a given one. */
    Path makeKeys(String label, String model, Optional<Path> signingKey) throws StoryBroken {
        Path keys = directory.resolve(label);
        List<String> arguments =
                new ArrayList<>(List.of("init", "--domain", DOMAIN, "--model", model, "--out", keys.toString()));
        signingKey.ifPresent(key -> arguments.addAll(List.of("--key", key.toString())));
        must(run(new CommandLine(new KeysCommand()), arguments), "make keys");
        return keys;
    }

    /** What a release is made of. */
    record Plan(Path keys, Path image, String version, long sequenceNumber, Optional<String> uri) {
        static Plan embedded(Path keys, Path image, String version, long sequenceNumber) {
            return new Plan(keys, image, version, sequenceNumber, Optional.empty());
        }

        static Plan fetched(Path keys, Path image, String version, long sequenceNumber, String uri) {
            return new Plan(keys, image, version, sequenceNumber, Optional.of(uri));
        }
    }

    /** Builds and signs a release, as NAME.suit. */
    Path release(String name, Plan plan) throws StoryBroken {
        Path file = directory.resolve(name + ".suit");
        List<String> arguments = new ArrayList<>(List.of(
                "--keys",
                plan.keys().toString(),
                "--image",
                plan.image().toString(),
                "--version",
                plan.version(),
                "--sequence",
                Long.toUnsignedString(plan.sequenceNumber()),
                "--out",
                file.toString()));
        plan.uri().ifPresent(uri -> arguments.addAll(List.of("--uri", uri)));
        must(run(new CommandLine(new ReleaseCommand()), arguments), "build the release " + name);
        return file;
    }

    /** {@code manifest verify}: what a device of these keys would say. */
    Said verify(Path release, Path keys) {
        return run(
                new CommandLine(new ManifestCommand()),
                List.of("verify", release.toString(), "--trust", keys.toString()));
    }

    private static Said run(CommandLine command, List<String> arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        command.setOut(writer).setErr(writer);
        int status = command.execute(arguments.toArray(String[]::new));
        return new Said(status, text.toString().strip());
    }

    private static void must(Said said, String what) throws StoryBroken {
        if (said.status() != 0) {
            throw new StoryBroken("could not " + what + ": " + said.text());
        }
    }
}
