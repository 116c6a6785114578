package io.moult.suit.verify;

import java.util.Locale;

/** In which capacity somebody signs (RFC 9019 section 2.2). */
public enum Role {
    /** Made what is installed. */
    AUTHOR,
    /** Runs the device and agrees to the update. */
    OPERATOR,
    /** Says whom the device believes (trust provisioning authority). */
    PROVISIONING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
