package io.moult.updateobject;

/** How what is being downloaded reaches the device; {@link #NONE} outside State Downloading. */
public enum Delivery {
    NONE,
    /** Block by block into resource 5/0/0. */
    PUSH,
    /** The package is fetched from the address in resource 5/0/1. */
    PACKAGE_FETCH,
    /** The envelope is here and accepted; the payload is fetched from the address that its manifest names. */
    PAYLOAD_FETCH;

    /** True if the device itself fetches. */
    public boolean isFetch() {
        return this == PACKAGE_FETCH || this == PAYLOAD_FETCH;
    }
}
