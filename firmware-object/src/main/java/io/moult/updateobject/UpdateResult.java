package io.moult.updateobject;

/** Resource 5/0/5 (OMA Firmware Update object 1.1). */
public enum UpdateResult {
    INITIAL(0),
    SUCCESS(1),
    NOT_ENOUGH_FLASH(2),
    OUT_OF_RAM(3),
    CONNECTION_LOST(4),
    INTEGRITY_CHECK_FAILED(5),
    UNSUPPORTED_PACKAGE_TYPE(6),
    INVALID_URI(7),
    UPDATE_FAILED(8),
    UNSUPPORTED_PROTOCOL(9),
    CANCELLED(10),
    DEFERRED(11);

    private final int code;

    UpdateResult(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The result of a number on the wire; IllegalArgumentException for any other number. */
    public static UpdateResult ofCode(long code) {
        for (UpdateResult result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        throw new IllegalArgumentException("no Update Result " + code);
    }
}
