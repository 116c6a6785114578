package io.moult.boot.flash;

import java.io.IOException;

/** A file is not the flash that was looked for: missing, foreign, truncated, damaged or in use. One sentence says which. */
public final class FlashFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public FlashFileException(String message) {
        super(message);
    }

    public FlashFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
