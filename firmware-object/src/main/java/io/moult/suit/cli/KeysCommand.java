package io.moult.suit.cli;

import picocli.CommandLine.Command;

/** {@code keys}: makes and looks after key sets. */
@Command(name = "keys", description = "Make the identifiers, key and certificate that releases are signed with.")
public final class KeysCommand {}
