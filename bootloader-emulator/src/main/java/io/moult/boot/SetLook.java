package io.moult.boot;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetView;
import io.moult.boot.topology.SectorRange;
import io.moult.suit.verify.Refusal;
import java.util.Optional;

/** What a look at one set came to, and all that is needed to look again. */
record SetLook(ImageVerdict verdict, SetView images, SectorRange envelope, Acceptance acceptance) {
    Optional<SetFacts> facts() {
        return verdict.facts();
    }

    boolean verified() {
        return verdict.facts().isPresent();
    }

    /** Why it may not run; empty text if it may. */
    String refusal() {
        return verdict.refusal().map(Refusal::toString).orElse("");
    }
}
