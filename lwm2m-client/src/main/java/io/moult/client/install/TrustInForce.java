package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.suit.provision.TrustHistory;
import java.util.Objects;

/**
 * Whom the bootloader believes, and for what: the same policy then judges what arrives.
 *
 * @param history the policy, and the sequence number that the next change of it must exceed
 * @param lastChange SHA-256 of the envelope of the last change that was made; empty octets if there was none
 */
public record TrustInForce(TrustHistory history, Bytes lastChange) {
    public TrustInForce {
        Objects.requireNonNull(history);
        Objects.requireNonNull(lastChange);
    }
}
