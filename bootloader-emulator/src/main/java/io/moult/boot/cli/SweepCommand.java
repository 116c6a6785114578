package io.moult.boot.cli;

import io.moult.boot.explore.Exploration;
import io.moult.boot.explore.ExploreSettings;
import io.moult.boot.explore.Explorer;
import io.moult.boot.explore.RandomLives;
import io.moult.boot.explore.Subject;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.cli.Version;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boot sweep}: every way with up to so many faults; or, with a seed, some long ways. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Tries every way with up to --depth faults; with --seed, random ways with so many.",
        footer = {"", "Exit status: 0 every invariant held, 1 one did not, 2 misuse."})
final class SweepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ExploreOptions options = new ExploreOptions();

    @Option(
            names = "--depth",
            paramLabel = "D",
            defaultValue = "1",
            description = "The most faults on one way (default: ${DEFAULT-VALUE}).")
    private int depth = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Choose ways by this seed instead of trying all; the same seed gives the same ways.")
    private long seed = Long.MIN_VALUE;

    @Option(
            names = "--lives",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many random ways (default: ${DEFAULT-VALUE}).")
    private int lives = 1000;

    @Option(
            names = "--exact",
            description = "Every octet tells two states apart (default: what the octets are good for).")
    private boolean exact;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            if (depth < 1 || lives < 1) {
                throw new IllegalArgumentException("depth and number of lives are 1 or more");
            }
            ExploreSettings settings =
                    options.settings(depth, false, spec.commandLine().getErr());
            Subject subject =
                    Laboratory.subject(options.bench(), exact, settings.faults().kinds());
            Exploration found = seed == Long.MIN_VALUE
                    ? new Explorer(subject, settings).explore()
                    : new RandomLives(subject, settings).lead(lives, seed);
            return options.print(found, spec.commandLine().getOut());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
