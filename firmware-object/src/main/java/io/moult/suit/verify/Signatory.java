package io.moult.suit.verify;

import io.moult.cose.TrustAnchor;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose signature over a manifest was found good.
 *
 * @param key with which it was made
 * @param believed the anchor that is believed: the same, or one that has delegated to it by certificates
 * @param capacity in which it says under the signature that it signed, such as {@code operator}; empty if it does not
 */
public record Signatory(TrustAnchor key, TrustAnchor believed, Optional<String> capacity) {
    public Signatory {
        Objects.requireNonNull(key);
        Objects.requireNonNull(believed);
        Objects.requireNonNull(capacity);
    }
}
