package io.moult.suit.manifest;

import io.moult.cbor.CborItem;

/**
 * A command from the range for private use (draft-ietf-suit-manifest-37 section 8.4.11): means what its author and the
 * device have agreed upon.
 *
 * @param code {@value #HIGHEST_CODE} or less
 * @param argument octets, a text, a number or nil
 */
public record CustomCommand(long code, CborItem argument) implements Command {
    /** Numbers from here downwards are for private use; those between are kept for standards. */
    public static final long HIGHEST_CODE = -256;

    public CustomCommand {
        if (code > HIGHEST_CODE || !allows(argument)) {
            throw new IllegalArgumentException("no custom command: " + code + " " + argument);
        }
    }

    /** Whether something has the form of an argument. */
    public static boolean allows(CborItem argument) {
        return argument instanceof CborItem.ByteString
                || argument instanceof CborItem.Text
                || argument instanceof CborItem.Unsigned
                || argument instanceof CborItem.Negative
                || argument.equals(CborItem.Simple.NULL);
    }
}
