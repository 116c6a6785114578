package io.moult.suit.verify;

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

    /** Such as {@code class-mismatch: manifest is for 1492af14…, this device is 8a3c…}. */
    @Override
    public String toString() {
        return detail.isEmpty() ? reason.label() : reason.label() + ": " + detail;
    }
}
