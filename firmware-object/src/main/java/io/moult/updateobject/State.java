package io.moult.updateobject;

/** Resource 5/0/3 (OMA Firmware Update object 1.1). */
public enum State {
    IDLE(0),
    DOWNLOADING(1),
    DOWNLOADED(2),
    UPDATING(3);

    private final int code;

    State(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The state of a number on the wire; IllegalArgumentException for any other number. */
    public static State ofCode(long code) {
        for (State state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no State " + code);
    }
}
