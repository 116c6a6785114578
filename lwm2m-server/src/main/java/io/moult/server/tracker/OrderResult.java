package io.moult.server.tracker;

/** What became of an operator's wish. */
public sealed interface OrderResult {
    /** It is on its way. */
    record Accepted(Update update) implements OrderResult {}

    /** It is not done. */
    record Declined(Why why, String detail) implements OrderResult {}

    /** Why it is not done. */
    enum Why {
        UNKNOWN_DEVICE,
        UNKNOWN_RELEASE,
        UNKNOWN_UPDATE,
        /** The device is of another class or vendor than the release. */
        NOT_FOR_THIS_DEVICE,
        /** The device has an unfinished update. */
        ANOTHER_UPDATE,
        /** The update is not in a phase where that can be done. */
        NOT_NOW
    }
}
