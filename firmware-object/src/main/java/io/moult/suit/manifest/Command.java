package io.moult.suit.manifest;

/** One step of a command sequence (draft-ietf-suit-manifest-37 section 8.4.6). */
public sealed interface Command permits Condition, Directive, UnsupportedCommand {
    /** The specification's number. */
    long code();

    /** The specification's name, such as {@code image-match}. */
    default String label() {
        return CommandCode.label(code());
    }
}
