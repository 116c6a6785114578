package io.moult.boot;

import io.moult.boot.flash.Flash;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.otp.Otp;
import java.util.Objects;

/**
 * All that a bootloader has: flash, one-time-programmable memory, and the code that verifies.
 *
 * @param trialAttempts how often an unconfirmed image is booted before it is given up; 1 or more
 */
public record BootPlatform(Flash flash, FlashLayout layout, Otp otp, ImageVerifier verifier, int trialAttempts) {
    /** One boot to prove itself. */
    public static final int DEFAULT_TRIAL_ATTEMPTS = 1;

    public BootPlatform {
        Objects.requireNonNull(flash);
        Objects.requireNonNull(layout);
        Objects.requireNonNull(otp);
        Objects.requireNonNull(verifier);
        if (trialAttempts < 1) {
            throw new IllegalArgumentException(trialAttempts + " trial attempts");
        }
        if (!flash.geometry().equals(layout.geometry())) {
            throw new IllegalArgumentException("layout of " + layout.geometry() + " on a flash of " + flash.geometry());
        }
    }
}
