package io.moult.boot.cli;

import io.moult.boot.explore.Exploration;
import io.moult.boot.explore.ExploreSettings;
import io.moult.boot.explore.Explorer;
import io.moult.boot.explore.StateGraphSvg;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boot closure}: every state that any number of faults leads to. */
@Command(
        name = "closure",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Visits every state that any number of faults leads to, until nothing new is reached.",
        footer = {"", "Exit status: 0 every invariant held, 1 one did not or the end was not reached, 2 misuse."})
final class ClosureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ExploreOptions options = new ExploreOptions();

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the state graph into this file.")
    private @Nullable Path svg;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireWritable();
        Exploration found;
        try {
            ExploreSettings settings = options.settings(
                    ExploreSettings.UNBOUNDED, svg != null, spec.commandLine().getErr());
            found = new Explorer(
                            Laboratory.subject(
                                    options.bench(), false, settings.faults().kinds()),
                            settings)
                    .explore();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (svg != null) {
            Files.writeString(svg, StateGraphSvg.of(found));
        }
        int status = options.print(found, spec.commandLine().getOut());
        return found.figures().complete() ? status : 1;
    }

    /** Said before an exploration, which may take hours. */
    private void requireWritable() throws Failure {
        if (svg == null) {
            return;
        }
        Path directory = svg.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new Failure("unwritable-file", svg + " cannot be written: its directory does not exist");
        }
        if (Files.isDirectory(svg)) {
            throw new Failure("unwritable-file", svg + " is a directory where a file is to be written");
        }
    }
}
