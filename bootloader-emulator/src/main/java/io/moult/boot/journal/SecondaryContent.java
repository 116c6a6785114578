package io.moult.boot.journal;

/** What the places beside the running set are good for. */
public enum SecondaryContent {
    /** Nothing that counts. */
    NONE(1),
    /** A candidate that is arriving, or has arrived. */
    STAGED(2),
    /** A candidate that is to be tried at the next boot. */
    PENDING(3),
    /** The set that ran before, to go back to. */
    PREVIOUS(4);

    private final int code;

    SecondaryContent(int code) {
        this.code = code;
    }

    /** The number in a journal record. */
    int code() {
        return code;
    }

    static SecondaryContent ofCode(int code) {
        for (SecondaryContent value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no SecondaryContent " + code);
    }
}
