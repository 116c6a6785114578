package io.moult.boot.recovery;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.suit.verify.Refusal;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Optional;

/**
 * The limited second-stage updater of a device on which nothing boots: it takes a release over a line, checks the whole
 * manifest before it writes anything, stages the image, and leaves the rest to the next boot, which believes none of
 * it. A power cut anywhere leads back here, or to the new image.
 *
 * <p>To be used after a boot that ended in recovery, and only then: what it does to the journal is right where nothing
 * verifies. It has no network, no resume and no delta, and no way to the primary slot.
 *
 * <p>Where nothing runs, there is no sequence number to be newer than; the security counter guards. Whoever wants an
 * older release refused here as well raises the counter with the newer one.
 */
public final class RecoveryUpdater {
    private final BootPlatform platform;

    public RecoveryUpdater(BootPlatform platform) {
        this.platform = platform;
    }

    /** Stages a release for the next boot; a {@link RecoveryException} has the refusal's name, and then nothing is pending. */
    public void take(ReleaseStream release) throws IOException {
        Optional<Refusal> refusal = new ManifestCheck(platform).check(release.envelope());
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        BootReport report = new BootReport(
                BootReport.Event.RECOVERY, "", "", "", 0, platform.otp().securityCounter(), 0);
        ApplicationServices staging = new ApplicationServices(platform, report, () -> {});
        Staging.write(staging, platform.verifier(), release);
        Optional<Refusal> bad = staging.examineStaged().refusal();
        if (bad.isPresent()) {
            staging.discard();
            throw refused(bad.get());
        }
        staging.requestTrialBoot();
    }

    private static RecoveryException refused(Refusal refusal) {
        return new RecoveryException(refusal.reason().label(), "the release is refused: " + refusal);
    }
}
