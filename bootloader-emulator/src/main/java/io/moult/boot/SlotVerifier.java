package io.moult.boot;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageView;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;

/** Each question of belief that a boot asks: an envelope area, a place for an image, and the guard that applies. */
final class SlotVerifier {
    private final BootPlatform platform;
    private final EnvelopeStore envelopes;

    SlotVerifier(BootPlatform platform) {
        this.platform = platform;
        this.envelopes = new EnvelopeStore(platform.flash(), platform.layout());
    }

    /** The bytes that would execute. */
    ImageVerdict primary(EnvelopeArea area) throws IOException {
        return accepted(area, ImageView.primary(platform.flash(), platform.layout()));
    }

    /** The image to go back to. */
    ImageVerdict previous(EnvelopeArea area) throws IOException {
        return accepted(area, ImageView.previous(platform.flash(), platform.layout()));
    }

    /** What lies where a candidate lies, held to the guard of an image that was accepted before. */
    ImageVerdict stagedAsAccepted(EnvelopeArea area) throws IOException {
        return accepted(area, ImageView.staged(platform.flash(), platform.layout()));
    }

    /**
     * A candidate: bound to the journal by its envelope's digest, and newer than what runs. Where nothing runs that
     * verifies, there is no number to be newer than; the security counter still guards.
     */
    ImageVerdict candidate(JournalState state, Optional<ImageFacts> running) throws IOException {
        Optional<Bytes> envelope = envelopes.read(state.runningArea().other());
        if (envelope.isEmpty() || !sha256(envelope.get()).equals(state.candidateDigest())) {
            return refused(RefusalReason.MALFORMED, "the staged envelope is not what was staged");
        }
        long counter = platform.otp().securityCounter();
        Acceptance acceptance = running.map(facts -> Acceptance.ofCandidate(facts.sequenceNumber(), counter))
                .orElse(Acceptance.ofAccepted(counter));
        ImageVerdict verdict = platform.verifier()
                .verify(envelope.get(), ImageView.staged(platform.flash(), platform.layout()), acceptance);
        long size = verdict.facts().map(ImageFacts::sizeBytes).orElse(0L);
        boolean sizeSaid = state.candidateSizeBytes() != 0;
        if (verdict.facts().isPresent() && sizeSaid && size != state.candidateSizeBytes()) {
            return refused(
                    RefusalReason.IMAGE_SIZE,
                    state.candidateSizeBytes() + " B were staged, the manifest says " + size + " B");
        }
        return verdict;
    }

    private ImageVerdict accepted(EnvelopeArea area, ImageView image) throws IOException {
        Optional<Bytes> envelope = envelopes.read(area);
        if (envelope.isEmpty()) {
            return refused(RefusalReason.MALFORMED, "no whole envelope in area " + area);
        }
        return platform.verifier()
                .verify(
                        envelope.get(),
                        image,
                        Acceptance.ofAccepted(platform.otp().securityCounter()));
    }

    Optional<Bytes> envelope(EnvelopeArea area) throws IOException {
        return envelopes.read(area);
    }

    Optional<ImageFacts> describe(EnvelopeArea area) throws IOException {
        return envelopes.read(area).flatMap(platform.verifier()::describe);
    }

    static Bytes sha256(Bytes octets) {
        return Digest.sha256(octets).value();
    }

    private static ImageVerdict refused(RefusalReason reason, String detail) {
        return new ImageVerdict.Refused(new Refusal(reason, detail));
    }
}
