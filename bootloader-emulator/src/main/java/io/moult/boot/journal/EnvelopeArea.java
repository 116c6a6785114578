package io.moult.boot.journal;

/** One of the two places for an envelope. One speaks for the running set, the other for the candidate or the set before. */
public enum EnvelopeArea {
    A(1),
    B(2);

    private final int code;

    EnvelopeArea(int code) {
        this.code = code;
    }

    /** The number in a journal record. */
    int code() {
        return code;
    }

    static EnvelopeArea ofCode(int code) {
        for (EnvelopeArea value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no EnvelopeArea " + code);
    }

    public EnvelopeArea other() {
        return this == A ? B : A;
    }
}
