package io.moult.suit.manifest;

/** One step of a command sequence (draft-ietf-suit-manifest-37 section 8.4.6). */
public sealed interface Command permits Condition, Directive, CustomCommand, UnknownCommand {
    /** The specification's number. */
    long code();

    /** The specification's name, such as {@code image-match}. */
    default String label() {
        return CommandCode.label(code());
    }

    /** What its author would like to be reported; nothing for a command that has no say in it. */
    default ReportPolicy policy() {
        return ReportPolicy.NONE;
    }
}
