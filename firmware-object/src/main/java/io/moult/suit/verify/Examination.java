package io.moult.suit.verify;

import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.Manifest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a manifest climbs without regard to a device.
 *
 * @param reached the highest rung that holds
 * @param refusal why it climbs no further; empty exactly if it is supported
 * @param signatories whose signatures are good, as far as was looked; at least one from AUTHENTIC on
 * @param manifest present from WELL_FORMED on
 */
public record Examination(
        Rung reached, Optional<Refusal> refusal, List<Signatory> signatories, Optional<Manifest> manifest) {
    public Examination {
        Objects.requireNonNull(reached);
        Objects.requireNonNull(refusal);
        signatories = List.copyOf(signatories);
        Objects.requireNonNull(manifest);
    }

    static Examination refused(Rung reached, Refusal refusal) {
        return new Examination(reached, Optional.of(refusal), List.of(), Optional.empty());
    }

    /** Whose key signed it: the first of them. */
    public Optional<TrustAnchor> signer() {
        return signatories.stream().map(Signatory::key).findFirst();
    }

    /** The nine decisions, as far as no device is needed for them. */
    public Decisions decisions() {
        return DecisionMaker.of(this, refusal);
    }
}
