package io.moult.transfer;

/** What a push does next. */
public sealed interface SendStep {
    /** Send this block now. */
    record Send(SendBlock block) implements SendStep {}

    /** Wait, then send this block. The receiver is busy. */
    record SendLater(SendBlock block, long delayMillis) implements SendStep {}

    /**
     * Read the device's State and progress, then say what was found with {@link Block1Sender#deviceRead}.
     * Nothing has failed yet.
     */
    record ReadDevice(Doubt doubt) implements SendStep {}

    /**
     * Nothing can be done now: keep offset and block size, and go on when the device is heard of again (a registration,
     * its update, a notification) by reading the device, see {@link Block1Sender#deviceRead}.
     */
    record Park(Doubt doubt) implements SendStep {}

    /** The last block is accepted. That is not yet a success of the update: read State and Update Result. */
    record Done() implements SendStep {}

    /** The receiver will not have it. */
    record Refused(CoapCode code, String diagnostic, Cause cause) implements SendStep {}

    /** Why the device is to be read before going on. */
    enum Doubt {
        /** 4.08 without a hint: a block was not the one that the device needs. */
        INCOMPLETE,
        /** An answer to the last block that leaves open whether the body is complete. */
        LAST_BLOCK,
        /** Busy for longer than the schedule allows. */
        BUSY,
        /** No answer to a block. */
        TIMEOUT,
        /** Sent from the beginning too often. */
        RESTARTS
    }

    /** Who or what the refusal is about. */
    enum Cause {
        /** The receiver said so: its code and its words. */
        RECEIVER,
        /** The body is larger than the receiver takes. */
        BODY_TOO_LARGE,
        /** Not even blocks of 16 octets are taken, or the body cannot be numbered with blocks so small. */
        BLOCK_TOO_LARGE
    }
}
