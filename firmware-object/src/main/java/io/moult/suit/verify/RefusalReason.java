package io.moult.suit.verify;

import java.util.Locale;

/**
 * The closed set of reasons for which an update is refused. The name in lower case with hyphens is what travels: in
 * answers to blocks, in the device's last refusal, in the server's record.
 */
public enum RefusalReason {
    // who signed
    NO_SIGNATURE,
    SIGNATURE,
    UNKNOWN_SIGNER,
    MANIFEST_DIGEST,
    // what was signed, and for whom
    MALFORMED,
    UNSUPPORTED_FORMAT,
    UNSUPPORTED_ALGORITHM,
    UNSUPPORTED_COMMAND,
    UNSUPPORTED_PARAMETER,
    UNSUPPORTED_COMPONENT,
    LIMIT_EXCEEDED,
    VENDOR_MISMATCH,
    CLASS_MISMATCH,
    DEVICE_MISMATCH,
    // whether now
    SEQUENCE_TOO_LOW,
    POLICY,
    COMPONENT_UNAUTHORISED,
    NOT_PROVISIONED,
    CONDITION_FAILED,
    // the payload
    IMAGE_DIGEST,
    IMAGE_SIZE,
    SLOT_TOO_SMALL,
    ENVELOPE_TOO_LARGE,
    OUT_OF_MEMORY,
    STORAGE_FAILED,
    // the way here
    CONNECTION_LOST,
    BAD_URI,
    UNSUPPORTED_SCHEME,
    // the end of it
    CANCELLED,
    DEFERRED,
    INSTALL_FAILED,
    TRIAL_FAILED;

    /** The name that travels, such as {@code class-mismatch}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
