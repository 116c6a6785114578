package io.moult.boot.explore;

import java.io.IOException;

/** Something that a running application does with its flash, up to the next reset. */
public interface Action {
    /** A word that replays it, such as {@code update-2}. */
    String name();

    Kind kind();

    /**
     * Does it. An IOException, IllegalStateException or IllegalArgumentException is the software's refusal: the action
     * ends there, and that is no fault of the bootloader's.
     */
    void run(Machine machine, BootSeen boot) throws IOException;

    /** What it means to what must hold. */
    enum Kind {
        /** The running image is to stay. */
        CONFIRM,
        /** Neither. */
        OTHER
    }
}
