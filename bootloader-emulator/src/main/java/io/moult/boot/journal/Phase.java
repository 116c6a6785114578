package io.moult.boot.journal;

/** How far an update is, for the whole device. */
public enum Phase {
    /** The primary slot's image is confirmed. */
    SETTLED(1),
    /** The slots are being exchanged: a candidate goes into the primary slot. */
    INSTALLING(2),
    /** The primary slot's image is installed and not confirmed. */
    TRIAL(3),
    /** The slots are being exchanged back. */
    REVERTING(4);

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    /** The number in a journal record. */
    int code() {
        return code;
    }

    static Phase ofCode(int code) {
        for (Phase value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no Phase " + code);
    }
}
