package io.moult.suit.describe;

/** A description that cannot be used. The message is one clause that says where and why, without the file's name. */
public final class DescriptionException extends Exception {
    private static final long serialVersionUID = 1L;

    DescriptionException(String detail) {
        super(detail, null, false, false);
    }

    static DescriptionException atLine(int line, String detail) {
        return new DescriptionException("line " + line + ": " + detail);
    }

    /** The message, never null. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
