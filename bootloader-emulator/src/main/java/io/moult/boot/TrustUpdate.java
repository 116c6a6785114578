package io.moult.boot;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.SetView;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.OtpFullException;
import io.moult.boot.otp.ProductionRule;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;

/**
 * A change of whom the device believes, on its way into one-time-programmable memory. One record there makes it: before it
 * is whole the device believes whom it believed, from then on whom the change says, at this boot and all after it.
 *
 * <p>A change behind which the set that runs would not be believed is refused, and so is one while nothing confirmed runs:
 * the device would be left without anything to boot. An anchor that signed the running set is removed after an update that
 * others have signed.
 */
final class TrustUpdate {
    private final BootPlatform platform;

    TrustUpdate(BootPlatform platform) {
        this.platform = platform;
    }

    /** The running set, and the envelope that speaks for it. */
    record Running(Bytes envelope, SetView images) {}

    /**
     * Makes a change, or says why not. One that was made before the power went is found made.
     *
     * @param running what is confirmed and verifies now; empty if nothing does
     */
    Optional<Refusal> make(Bytes envelope, Optional<Running> running) throws IOException {
        Optional<DeviceTrust> trust = DeviceTrust.of(platform.otp());
        if (trust.isEmpty()) {
            return refused(RefusalReason.NOT_PROVISIONED, "a device without owner believes nobody");
        }
        if (trust.get().lastChange().equals(Optional.of(Digest.sha256(envelope).value()))) {
            return Optional.empty();
        }
        Optional<Refusal> refusal = judge(trust.get().changedBy(envelope), running);
        if (platform.decisions().is("trust-refused", refusal.isPresent())) {
            return refusal.isPresent() ? refusal : refused(RefusalReason.POLICY, "the change of trust is refused");
        }
        try {
            platform.otp().addTrustChange(envelope);
        } catch (OtpFullException e) {
            return refused(RefusalReason.STORAGE_FAILED, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<Refusal> judge(DeviceTrust.Outcome outcome, Optional<Running> running) throws IOException {
        if (outcome instanceof DeviceTrust.Outcome.Refused refused) {
            return Optional.of(refused.refusal());
        }
        if (running.isEmpty()) {
            return refused(RefusalReason.POLICY, "whom the device believes is changed while a confirmed image runs");
        }
        DeviceTrust after = ((DeviceTrust.Outcome.Changed) outcome).trust();
        Optional<String> objection =
                platform.otp().production() ? ProductionRule.objection(after.policy()) : Optional.empty();
        if (objection.isPresent()) {
            return refused(RefusalReason.POLICY, "this is a device for production, and " + objection.get());
        }
        ImageVerdict verdict = new SuitImageVerifier(after, platform.decisions())
                .verify(
                        running.get().envelope(),
                        running.get().images(),
                        Acceptance.ofAccepted(platform.otp().securityCounter()));
        return verdict.refusal()
                .map(why -> new Refusal(
                        RefusalReason.POLICY, "the running image would not be believed any more (" + why + ")"));
    }

    private static Optional<Refusal> refused(RefusalReason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
