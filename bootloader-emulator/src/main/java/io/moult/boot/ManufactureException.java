package io.moult.boot;

import java.io.IOException;

/** A device cannot be made so; one sentence says why. Nothing irreversible has been written. */
public final class ManufactureException extends IOException {
    private static final long serialVersionUID = 1L;

    public ManufactureException(String message) {
        super(message);
    }
}
