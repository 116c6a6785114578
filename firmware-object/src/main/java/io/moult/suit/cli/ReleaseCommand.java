package io.moult.suit.cli;

import picocli.CommandLine.Command;

/** {@code release}: builds and signs a release. */
@Command(name = "release", description = "Build and sign a release.")
public final class ReleaseCommand {}
