package io.moult.cose;

import java.io.IOException;

/** A key or certificate that cannot be used. The message is one clause that says why, without the file's name. */
public final class KeyFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public KeyFileException(String message) {
        super(message);
    }

    /** The message, never null. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
