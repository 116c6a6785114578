package io.moult.boot.journal;

/** How far an update is, for the whole set. */
public enum Phase {
    /** The running set is confirmed. */
    SETTLED(1),
    /** A candidate is on its way to where it executes. */
    INSTALLING(2),
    /** The running set is installed and not confirmed. */
    TRIAL(3),
    /** The set before is on its way back. */
    REVERTING(4),
    /** The installed set failed its trial, and there was none to go back to: golden images run until another comes. */
    GIVEN_UP(5);

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    /** Whether a candidate may be staged and installed. */
    public boolean takesCandidates() {
        return this == SETTLED || this == GIVEN_UP;
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
