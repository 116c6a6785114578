package io.moult.demo.scenario;

import io.moult.cli.Version;
import io.moult.demo.link.LinkEmulator;
import io.moult.demo.link.LinkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moult demo}: the story of an update, told with real processes and checked from outside. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Tells the story of an update in eight chapters: release, register, push, cut off, pull, refused, bad release,"
                    + " power. Server and devices are separate processes on loopback; a kill is SIGKILL.",
            "Each verdict is taken from outside: the REST API, the flash file, the messages on the wire."
        },
        footer = {"", "Exit status: 0 all checks hold, 1 some do not, 2 misuse."})
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", paramLabel = "OLD.bin", description = "The image that devices run at first.")
    private @Nullable Path from;

    @Option(names = "--to", paramLabel = "NEW.bin", description = "The image that they are to run.")
    private @Nullable Path to;

    @Option(names = "--keep", paramLabel = "DIR", description = "Work in this directory and keep it.")
    private @Nullable Path keep;

    @Option(
            names = "--chapter",
            paramLabel = "N",
            arity = "1..*",
            split = ",",
            description = "Only these chapters; 1 and 2 are always told, because the others build on them.")
    private Set<Integer> chapters = new TreeSet<>();

    @Option(names = "--json", description = "One JSON object per line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if ((from == null) != (to == null)) {
            throw new ParameterException(spec.commandLine(), "--from and --to go together.");
        }
        Story story = story();
        if (from != null && to != null) {
            checkImages(from, to);
        }
        Path directory = directory();
        boolean ok = false;
        try {
            ok = tell(story, directory);
        } finally {
            if (!ok) {
                spec.commandLine()
                        .getErr()
                        .println("moult: what the processes said is in " + directory.resolve("logs") + ".");
            } else {
                deleteUnlessKept(directory);
            }
        }
        return ok ? 0 : 1;
    }

    private void deleteUnlessKept(Path directory) {
        if (keep == null) {
            try {
                Files256.deleteDirectory(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Story story() {
        try {
            return new Story(chapters);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--chapter: " + e.getMessage() + ".");
        }
    }

    private boolean tell(Story story, Path directory) throws Exception {
        LongSupplier nanoTime = System::nanoTime;
        Narrator narrator = new Narrator(out(), form(), nanoTime);
        Images images = images(directory);
        narrator.say(intro(images));
        narrator.say("All of it happens in " + directory + (keep == null ? ", deleted at the end." : "."));
        LinkSettings undisturbed = LinkSettings.delayed(0);
        LinkEmulator link = LinkEmulator.open(undisturbed, nanoTime);
        LinkEmulator firmwareLink = LinkEmulator.open(undisturbed, nanoTime);
        Stage.Links links = new Stage.Links(link, firmwareLink);
        Stage.Place place = new Stage.Place(directory, () -> deleteUnlessKept(directory));
        try (Stage stage = new Stage(place, narrator, new Waiting(nanoTime), links, images)) {
            return story.tell(stage);
        }
    }

    private static String intro(Images images) throws IOException {
        String sizes = Files.size(images.old()) / 1024 + " KiB and " + Files.size(images.fresh()) / 1024 + " KiB";
        return images.ofItsOwnMaking()
                ? "No --from and --to: the story makes two images of its own, " + sizes
                        + ", as large as real ones, and says nothing about real firmware."
                : "From " + images.old() + " to " + images.fresh() + ", " + sizes + ".";
    }

    private static void checkImages(Path from, Path to) throws IOException {
        for (Path image : List.of(from, to)) {
            if (!Files.isRegularFile(image) || Files.size(image) == 0) {
                throw new IOException(image + " is no image: there is no such file, or it is empty");
            }
        }
        if (Files256.sha256(from).equals(Files256.sha256(to))) {
            throw new IOException("--from and --to are the same image: there would be nothing to see");
        }
    }

    private Images images(Path directory) throws IOException {
        if (from == null || to == null) {
            return Images.make(directory);
        }
        return new Images(from, to, false);
    }

    private Path directory() throws IOException {
        if (keep == null) {
            return Files.createTempDirectory("moult-demo-");
        }
        Files.createDirectories(keep);
        try (Stream<Path> inside = Files.list(keep)) {
            if (inside.findAny().isPresent()) {
                throw new IOException(keep + " is not empty: name a new directory with --keep");
            }
        }
        return keep.toAbsolutePath();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Narrator.Form form() {
        if (json) {
            return Narrator.Form.JSON;
        }
        return Boolean.getBoolean("moult.terminal") ? Narrator.Form.TERMINAL : Narrator.Form.PLAIN;
    }
}
