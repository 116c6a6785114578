package io.moult.client.resume;

/** How far a package has come on the device; finer than the State of object 5, and durable. */
public enum Phase {
    /** No package. */
    NONE(0),
    /** Its head (manifest and all before the payload) is not yet accepted; nothing is in flash. */
    HEAD(1),
    /** The payload that lies in the package itself is being staged. */
    INTEGRATED_PAYLOAD(2),
    /** The payload that the manifest points to is being fetched and staged. */
    FETCHED_PAYLOAD(3),
    /** Staged and verified. */
    STAGED(4),
    /** A trial boot of it has been asked for. */
    TRIAL(5);

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
