package io.moult.suit.verify;

import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.Manifest;
import java.util.Optional;

/**
 * How far a manifest climbs without regard to a device.
 *
 * @param reached the highest rung that holds
 * @param refusal why it climbs no further; empty exactly if it is supported
 * @param signer whose key signed it; present from AUTHENTIC on
 * @param manifest present from WELL_FORMED on
 */
public record Examination(
        Rung reached, Optional<Refusal> refusal, Optional<TrustAnchor> signer, Optional<Manifest> manifest) {
    static Examination refused(Rung reached, Refusal refusal) {
        return new Examination(reached, Optional.of(refusal), Optional.empty(), Optional.empty());
    }
}
