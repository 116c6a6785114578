package io.moult.suit.manifest;

import io.moult.cbor.CborItem;

/** A command of a number that no specification has given out: kept so that a refusal can name it. Nothing runs it. */
public record UnknownCommand(long code, CborItem argument) implements Command {}
