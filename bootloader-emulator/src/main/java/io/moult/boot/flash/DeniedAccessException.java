package io.moult.boot.flash;

import java.util.Locale;

/**
 * A master reached for a sector that it may not touch: what a bus fault is to a processor. Nothing has happened to the
 * flash.
 */
public final class DeniedAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeniedAccessException(String master, FlashAccess.Right right, int sector) {
        super(master + " may not " + right.name().toLowerCase(Locale.ROOT) + " flash sector " + sector);
    }
}
