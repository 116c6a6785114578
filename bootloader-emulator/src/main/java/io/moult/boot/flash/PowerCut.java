package io.moult.boot.flash;

/** The emulated power is gone. Nothing in RAM means anything any more: whoever catches it throws the device away. */
public final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCut(String message) {
        super(message);
    }
}
