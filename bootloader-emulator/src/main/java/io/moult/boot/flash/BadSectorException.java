package io.moult.boot.flash;

import java.io.IOException;

/** A sector takes no program and no erase any more: worn out, or stuck from the start. What it holds can be read. */
public final class BadSectorException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int sector;

    public BadSectorException(int sector, String why) {
        super("flash sector " + sector + " " + why);
        this.sector = sector;
    }

    public int sector() {
        return sector;
    }
}
