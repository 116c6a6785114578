package io.moult.boot;

import io.moult.boot.flash.Flash;
import io.moult.boot.image.Decisions;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetPlaces;
import io.moult.boot.journal.Journal;
import io.moult.boot.otp.Otp;
import io.moult.boot.topology.Topology;
import java.io.IOException;
import java.util.Objects;

/**
 * All that a bootloader has: flash, one-time-programmable memory, and the code that verifies.
 *
 * @param decisions where its decisions pass through
 */
public record BootPlatform(
        Flash flash, Topology topology, Otp otp, ImageVerifier verifier, TrialBudget trials, Decisions decisions) {

    public BootPlatform {
        Objects.requireNonNull(flash);
        Objects.requireNonNull(topology);
        Objects.requireNonNull(otp);
        Objects.requireNonNull(verifier);
        Objects.requireNonNull(trials);
        Objects.requireNonNull(decisions);
        if (!flash.geometry().equals(topology.geometry())) {
            throw new IllegalArgumentException(
                    "topology on " + topology.geometry() + " and a flash of " + flash.geometry());
        }
    }

    public BootPlatform(Flash flash, Topology topology, Otp otp, ImageVerifier verifier, TrialBudget trials) {
        this(flash, topology, otp, verifier, trials, Decisions.SOUND);
    }

    /** The journal as it is now. */
    Journal journal() throws IOException {
        return new Journal(flash, topology.journal());
    }

    EnvelopeStore envelopes() {
        return new EnvelopeStore(flash, topology);
    }

    SetPlaces places() {
        return new SetPlaces(topology, flash, this::ofGeneration);
    }

    /** The flash with its external parts deciphered by the key of a generation, and enciphered on the way there. */
    Flash ofGeneration(int generation) {
        return flash;
    }
}
