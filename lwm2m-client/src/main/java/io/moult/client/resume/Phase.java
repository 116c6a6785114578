package io.moult.client.resume;

/** How far a package has come on the device; what State of object 5 it shows, and how it comes, is another question. */
public enum Phase {
    /** No package. */
    NONE(0),
    /** Its head (manifest and all before the payload) is not yet accepted; nothing is in flash. */
    HEAD(1),
    /** The head was accepted; the payload is being staged. */
    PAYLOAD(2),
    /** Staged and verified. */
    COMPLETE(3);

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    /** The number in the journal; never to be changed. */
    int code() {
        return code;
    }

    static Phase ofCode(int code) {
        for (Phase phase : values()) {
            if (phase.code == code) {
                return phase;
            }
        }
        throw new IllegalArgumentException("no phase " + code);
    }
}
