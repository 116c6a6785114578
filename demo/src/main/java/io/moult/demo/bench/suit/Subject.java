package io.moult.demo.bench.suit;

import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.verify.Decision;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Verification;
import java.util.function.BooleanSupplier;

/** What is timed. Each says whether it came out well, so that nothing of it is for nothing. */
enum Subject {
    /** The signature alone: one library call over the Sig_structure. */
    SIGNATURE,
    /** From the envelope's octets to the decision. */
    VERIFICATION,
    /** The same, and the nine decisions written down. */
    WITH_DECISIONS;

    /** The work on a release; for a device that has been made before. */
    BooleanSupplier on(SignedRelease release) {
        ManifestVerifier verifier = new ManifestVerifier(TrustStore.of(TrustAnchor.of(release.key())));
        DeviceProfile device = new DeviceProfile(
                SignedRelease.VENDOR, SignedRelease.CLASS, SignedRelease.SEQUENCE_NUMBER - 1, false, 1024 * 1024);
        return switch (this) {
            case SIGNATURE -> () -> release.key().verifies(release.signed(), release.signature());
            case VERIFICATION -> () -> verify(release, verifier, device) instanceof Verification.Accepted;
            case WITH_DECISIONS ->
                () -> verify(release, verifier, device).decisions().all().stream()
                        .allMatch(one -> one.answer() == Decision.Answer.GO);
        };
    }

    private static Verification verify(SignedRelease release, ManifestVerifier verifier, DeviceProfile device) {
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(release.envelope());
        return verifier.verify(((HeadResult.Complete) head).envelope(), device);
    }
}
