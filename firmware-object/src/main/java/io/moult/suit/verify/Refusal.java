package io.moult.suit.verify;

import io.moult.cose.SignatureCheck;
import java.util.Objects;

/**
 * Why a manifest or what it brings is not believed: a reason from the closed set, and one clause for people that names
 * the thing.
 */
public record Refusal(RefusalReason reason, String detail) {
    public Refusal {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(detail);
    }

    /** What a signature that is not good is refused for. */
    public static Refusal of(SignatureCheck.Invalid invalid) {
        RefusalReason reason = switch (invalid.reason()) {
            case MALFORMED -> RefusalReason.MALFORMED;
            case UNSUPPORTED -> RefusalReason.UNSUPPORTED_ALGORITHM;
            case UNKNOWN_SIGNER -> RefusalReason.UNKNOWN_SIGNER;
            case BAD_SIGNATURE -> RefusalReason.SIGNATURE;
        };
        return new Refusal(reason, invalid.detail());
    }

    /** Such as {@code class-mismatch: manifest is for 1492af14…, this device is 8a3c…}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? reason.label() : reason.label() + ": " + detail;
    }
}
