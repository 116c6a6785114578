package io.moult.cose;

/** A COSE message that proves or opens nothing, and why. Without a stack trace: made a result at the package's doors. */
final class CoseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean unsupported;

    private CoseException(boolean unsupported, String message) {
        super(message, null, false, false);
        this.unsupported = unsupported;
    }

    /** Well-formed, but of a kind that we do not do. */
    static CoseException unsupported(String what) {
        return new CoseException(true, what + " is not supported");
    }

    /** Not as COSE or SUIT have it. */
    static CoseException malformed(String detail) {
        return new CoseException(false, detail);
    }

    boolean isUnsupported() {
        return unsupported;
    }

    /** The message, never null. */
    String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
