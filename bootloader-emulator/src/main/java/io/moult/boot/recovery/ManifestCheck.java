package io.moult.boot.recovery;

import io.moult.boot.BootPlatform;
import io.moult.boot.image.Acceptance;
import io.moult.boot.image.SetView;
import io.moult.boot.swap.Changes;
import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;

/**
 * Everything about a release that can be known before its images are there: what the bootloader itself would say of the
 * envelope beside whatever lies in the staging places. If all that it has against it are the octets there, they may come.
 */
final class ManifestCheck {
    private final BootPlatform platform;

    ManifestCheck(BootPlatform platform) {
        this.platform = platform;
    }

    /** Why a release is not taken; empty if its images may come. */
    Optional<Refusal> check(Bytes envelope) throws IOException {
        if (platform.otp().provisioning().isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.NOT_PROVISIONED, "a device without owner takes no updates"));
        }
        if (platform.verifier().describe(envelope).isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.MALFORMED, "the manifest does not say what its images are"));
        }
        Acceptance acceptance = Acceptance.ofAccepted(platform.otp().securityCounter());
        SetView places = platform.places().candidate(0, everything(), 0);
        return platform.verifier()
                .verify(envelope, places, acceptance)
                .refusal()
                .filter(refusal -> refusal.reason() != RefusalReason.IMAGE_DIGEST);
    }

    /** As far as places are concerned, an update of all components. */
    private Changes everything() {
        return new Changes(Collections.nCopies(platform.topology().components().size(), 1));
    }
}
