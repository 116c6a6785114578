package io.moult.boot.otp;

import java.io.IOException;

/** One-time-programmable memory has no room for another record. What it holds stays. */
public final class OtpFullException extends IOException {
    private static final long serialVersionUID = 1L;

    OtpFullException(String message) {
        super(message);
    }
}
