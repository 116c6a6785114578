package io.moult.boot;

import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import java.io.IOException;
import java.util.Optional;

/**
 * A state for a device whose journal is lost, from nothing but what verifies. Where an image to go back to is beside
 * the running one, the running one is put on trial: one that works confirms itself, one that never was confirmed does
 * not stay for want of a record. Reads only.
 */
final class Salvage {
    private final SlotVerifier verifier;
    private final int slotSectors;

    Salvage(BootPlatform platform) {
        this.verifier = new SlotVerifier(platform);
        this.slotSectors = platform.layout().slotSectors();
    }

    /** Empty if nothing verifies where a boot could use it. */
    Optional<JournalState> derive() throws IOException {
        Optional<EnvelopeArea> running = newest(verifier::primary);
        if (running.isPresent()) {
            EnvelopeArea area = running.get();
            boolean canGoBack = verifier.previous(area.other()).facts().isPresent();
            return Optional.of(canGoBack ? JournalState.onTrial(area, slotSectors) : JournalState.settled(area));
        }
        Optional<EnvelopeArea> previous = newest(verifier::previous);
        if (previous.isPresent()) {
            // a trial without a valid image: the next turn of the boot goes back to the previous one
            return previous.map(area -> JournalState.onTrial(area.other(), slotSectors));
        }
        Optional<EnvelopeArea> staged = newest(verifier::stagedAsAccepted);
        if (staged.isEmpty()) {
            return Optional.empty();
        }
        EnvelopeArea area = staged.get();
        return verifier.envelope(area)
                .map(SlotVerifier::sha256)
                .map(digest -> JournalState.staged(area.other(), digest));
    }

    private interface Question {
        ImageVerdict ask(EnvelopeArea area) throws IOException;
    }

    private static Optional<EnvelopeArea> newest(Question question) throws IOException {
        Optional<ImageFacts> a = question.ask(EnvelopeArea.A).facts();
        Optional<ImageFacts> b = question.ask(EnvelopeArea.B).facts();
        if (a.isPresent() && b.isPresent()) {
            boolean newerB =
                    Long.compareUnsigned(b.get().sequenceNumber(), a.get().sequenceNumber()) > 0;
            return Optional.of(newerB ? EnvelopeArea.B : EnvelopeArea.A);
        }
        if (a.isPresent()) {
            return Optional.of(EnvelopeArea.A);
        }
        return b.map(facts -> EnvelopeArea.B);
    }
}
