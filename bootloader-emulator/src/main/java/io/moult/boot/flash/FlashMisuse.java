package io.moult.boot.flash;

/** A rule of the medium was broken: a bug in the code above the flash, never the world's fault. */
public final class FlashMisuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FlashMisuse(String message) {
        super(message);
    }
}
