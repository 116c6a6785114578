package io.moult.suit.cli;

import picocli.CommandLine.Option;

/** {@code --help} alone: picocli's own mixin would bring a {@code --version} that a release needs for itself. */
@SuppressWarnings("unused") // picocli reads the field
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
