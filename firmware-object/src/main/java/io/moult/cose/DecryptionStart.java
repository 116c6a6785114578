package io.moult.cose;

import java.util.function.Function;

/** Whether a payload can be decrypted. */
public sealed interface DecryptionStart {
    /** A recipient's key was opened. */
    record Ready(PayloadDecryption decryption) implements DecryptionStart {}

    /** It cannot, and why. */
    record Refused(Reason reason, String detail) implements DecryptionStart {}

    enum Reason {
        MALFORMED,
        UNSUPPORTED,
        /** None of the recipients' keys is opened by one that this device has. */
        NO_RECIPIENT
    }

    default <T> T fold(Function<Ready, T> ready, Function<Refused, T> refused) {
        if (this instanceof Ready good) {
            return ready.apply(good);
        }
        return refused.apply((Refused) this);
    }
}
