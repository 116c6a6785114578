package io.moult.suit.verify;

import io.moult.cose.TrustAnchor;
import java.util.Objects;

/**
 * Whose signature over a manifest was found good.
 *
 * @param key with which it was made
 * @param believed the anchor that is believed: the same, or one that has delegated to it by certificates
 */
public record Signatory(TrustAnchor key, TrustAnchor believed) {
    public Signatory {
        Objects.requireNonNull(key);
        Objects.requireNonNull(believed);
    }
}
