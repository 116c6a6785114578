package io.moult.suit.cli;

import picocli.CommandLine.Command;

/** {@code manifest}: shows and verifies envelopes. */
@Command(name = "manifest", description = "Show or verify envelopes.")
public final class ManifestCommand {}
