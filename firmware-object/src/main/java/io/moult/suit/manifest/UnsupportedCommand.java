package io.moult.suit.manifest;

import io.moult.cbor.CborItem;

/** A command that was read but cannot be run: kept so that a refusal can name it and an operator can be shown it. */
public record UnsupportedCommand(long code, CborItem argument) implements Command {}
