package io.moult.boot.recovery;

import io.moult.boot.BootPlatform;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything about a manifest that can be known before its image is there. */
final class ManifestCheck {
    private final BootPlatform platform;

    ManifestCheck(BootPlatform platform) {
        this.platform = platform;
    }

    /** Why a release is not taken; empty if its image may come. */
    Optional<Refusal> check(Bytes envelope) {
        Optional<Provisioning> owner = platform.otp().provisioning();
        if (owner.isEmpty()) {
            return refused(RefusalReason.NOT_PROVISIONED, "a device without owner takes no updates");
        }
        if (!(new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope) instanceof HeadResult.Complete complete)) {
            return refused(RefusalReason.MALFORMED, "the envelope cannot be read");
        }
        DeviceProfile device = new DeviceProfile(
                owner.get().vendorId(),
                owner.get().classId(),
                0,
                true,
                platform.topology().components().get(0).slotBytes());
        Verification verification = new ManifestVerifier(trustStore(owner.get()), DecoderLimits.DEFAULT)
                .verify(complete.envelope(), device);
        if (verification instanceof Verification.Refused refused) {
            return Optional.of(refused.refusal());
        }
        return counter(((Verification.Accepted) verification).manifest());
    }

    private Optional<Refusal> counter(VerifiedManifest manifest) {
        long counter = manifest.securityCounter().orElse(0);
        long minimum = platform.otp().securityCounter();
        return Long.compareUnsigned(counter, minimum) >= 0
                ? Optional.empty()
                : refused(
                        RefusalReason.SEQUENCE_TOO_LOW,
                        "the security counter is " + Long.toUnsignedString(counter) + ", at least "
                                + Long.toUnsignedString(minimum) + " is needed");
    }

    /** As the bootloader: a certificate that cannot be read is believed by nobody. */
    private static TrustStore trustStore(Provisioning owner) {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Bytes der : owner.trustAnchors()) {
            try {
                anchors.add(TrustAnchor.ofCertificate(der));
            } catch (KeyFileException e) {
                // not believed
            }
        }
        return TrustStore.of(anchors);
    }

    private static Optional<Refusal> refused(RefusalReason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
