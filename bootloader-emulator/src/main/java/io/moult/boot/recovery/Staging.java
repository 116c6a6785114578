package io.moult.boot.recovery;

import io.moult.boot.ApplicationServices;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetFacts;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Puts a release into the staging area, sector by sector, as its octets come. Believes nothing and asks for no trial. */
public final class Staging {
    private Staging() {}

    /**
     * Writes envelope and image. A {@link RecoveryException} before the first write when it cannot fit; one that names how far it
     * came when the octets end too early: what is staged then is not whole, and can be staged anew.
     */
    public static void write(ApplicationServices application, ImageVerifier verifier, ReleaseStream release)
            throws IOException {
        Bytes envelope = release.envelope();
        SetFacts facts = verifier.describe(envelope)
                .orElseThrow(() -> new RecoveryException(
                        RefusalReason.MALFORMED.label(), "the release's manifest says neither digest nor size"));
        requireRoom(application, release, facts);
        try {
            application.begin(envelope);
        } catch (IllegalArgumentException e) {
            throw new RecoveryException(
                    RefusalReason.SLOT_TOO_SMALL.label(), "the release does not fit: " + e.getMessage(), e);
        }
        List<ComponentId> changed = application.staging();
        if (changed.isEmpty()) {
            return;
        }
        if (changed.size() > 1) {
            application.discard();
            throw new RecoveryException(
                    RefusalReason.UNSUPPORTED_COMPONENT.label(),
                    "the release has one image in it and changes " + changed);
        }
        write(application, release.image(), release.imageBytes());
    }

    private static void write(ApplicationServices application, InputStream image, long imageBytes) throws IOException {
        for (long at = 0; at < imageBytes; ) {
            int wanted = (int) Math.min(application.sectorBytes(), imageBytes - at);
            byte[] octets = image.readNBytes(wanted);
            application.write(at, Bytes.wrap(octets));
            at += octets.length;
            if (octets.length < wanted) {
                throw new RecoveryException(
                        "truncated", "the release ends after " + at + " of " + imageBytes + " B of its image");
            }
        }
    }

    private static void requireRoom(ApplicationServices application, ReleaseStream release, SetFacts facts)
            throws RecoveryException {
        if (facts.images().stream().noneMatch(image -> image.sizeBytes() == release.imageBytes())) {
            throw new RecoveryException(
                    RefusalReason.IMAGE_SIZE.label(),
                    "the release has " + release.imageBytes() + " B of image; its manifest says "
                            + Long.toUnsignedString(facts.sizeBytes()) + " B");
        }
        if (release.envelope().length() > application.envelopeCapacityBytes()) {
            throw new RecoveryException(
                    RefusalReason.ENVELOPE_TOO_LARGE.label(),
                    "the envelope has " + release.envelope().length() + " B; the device keeps "
                            + application.envelopeCapacityBytes() + " B");
        }
    }
}
