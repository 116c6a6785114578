package io.moult.updateobject;

/** What a transition asks the device to do, in this order. */
public enum UpdateEffect {
    /** Stop the fetch in progress. */
    STOP_FETCHING,
    /** Throw away whatever was received or staged, its durable progress, and the receiver's memory of it. */
    DISCARD,
    /** Let the receiver of blocks judge and take the block; its answer is the answer. */
    RECEIVE,
    /** Fetch the package from the address in 5/0/1, from where progress stands. */
    FETCH_PACKAGE,
    /** Fetch the payload from the address in the manifest, from where progress stands. */
    FETCH_PAYLOAD,
    /** Hand the candidate to the bootloader and reset; but only after the answer has gone out. */
    INSTALL
}
