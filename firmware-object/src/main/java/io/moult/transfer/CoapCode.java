package io.moult.transfer;

/** A CoAP response code (RFC 7252 §12.1.2), such as 4.08. */
public record CoapCode(int codeClass, int detail) {
    public static final CoapCode CREATED = new CoapCode(2, 1);
    public static final CoapCode VALID = new CoapCode(2, 3);
    public static final CoapCode CHANGED = new CoapCode(2, 4);
    public static final CoapCode CONTENT = new CoapCode(2, 5);
    public static final CoapCode CONTINUE = new CoapCode(2, 31);
    public static final CoapCode BAD_REQUEST = new CoapCode(4, 0);
    public static final CoapCode BAD_OPTION = new CoapCode(4, 2);
    public static final CoapCode NOT_FOUND = new CoapCode(4, 4);
    public static final CoapCode METHOD_NOT_ALLOWED = new CoapCode(4, 5);
    public static final CoapCode REQUEST_ENTITY_INCOMPLETE = new CoapCode(4, 8);
    public static final CoapCode REQUEST_ENTITY_TOO_LARGE = new CoapCode(4, 13);
    public static final CoapCode UNSUPPORTED_CONTENT_FORMAT = new CoapCode(4, 15);
    public static final CoapCode TOO_MANY_REQUESTS = new CoapCode(4, 29);
    public static final CoapCode SERVICE_UNAVAILABLE = new CoapCode(5, 3);

    public CoapCode {
        if (codeClass < 0 || codeClass > 7 || detail < 0 || detail > 31) {
            throw new IllegalArgumentException("no CoAP code " + codeClass + "." + detail);
        }
    }

    /** The code of its octet on the wire. */
    public static CoapCode ofOctet(int octet) {
        return new CoapCode((octet >> 5) & 7, octet & 31);
    }

    public int octet() {
        return codeClass << 5 | detail;
    }

    public boolean isSuccess() {
        return codeClass == 2;
    }

    @Override
    public String toString() {
        return codeClass + "." + (detail < 10 ? "0" : "") + detail;
    }
}
