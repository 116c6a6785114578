package io.moult.suit.cli;

import picocli.CommandLine.Option;

/**
 * {@code -h}, {@code --help} and {@code -V}: picocli's own mixin would bring a {@code --version} that a release needs for
 * itself.
 */
@SuppressWarnings("unused") // picocli reads the fields
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(names = "-V", versionHelp = true, description = "Print version information and exit.")
    private boolean version;
}
