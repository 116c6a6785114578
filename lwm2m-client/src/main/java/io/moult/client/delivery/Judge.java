package io.moult.client.delivery;

import io.moult.suit.manifest.Envelope;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustHistory;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.util.Optional;

/**
 * Judges an envelope before anything of it is kept.
 *
 * @param verifier judges images
 * @param trust judges changes of whom the device believes; empty where none are taken
 */
public record Judge(ManifestVerifier verifier, DeviceProfile device, Optional<TrustHistory> trust) {

    /** What an envelope is to this device. */
    sealed interface Verdict {
        /** An image for it. */
        record Image(VerifiedManifest manifest) implements Verdict {}

        /** A change of whom it believes, which is to be made. */
        record Trust(long sequenceNumber) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    Verdict judge(Envelope envelope) {
        Verification verification = verifier.verify(envelope, device);
        if (verification instanceof Verification.Accepted accepted) {
            return new Verdict.Image(accepted.manifest());
        }
        Verification.Refused refused = (Verification.Refused) verification;
        // it is read because somebody who is believed has signed it; whether he may have this done is asked there
        boolean change =
                refused.examination().manifest().filter(TrustChange::isSaidBy).isPresent();
        return change && trust.isPresent()
                ? changeOf(trust.get().changedBy(envelope, Circumstances.NONE))
                : new Verdict.Refused(refused.refusal());
    }

    private static Verdict changeOf(TrustHistory.Outcome outcome) {
        return outcome instanceof TrustHistory.Outcome.Changed changed
                ? new Verdict.Trust(changed.history().sequenceNumber())
                : new Verdict.Refused(((TrustHistory.Outcome.Refused) outcome).refusal());
    }
}
