package io.moult.boot.recovery;

import io.moult.boot.ApplicationServices;
import io.moult.boot.image.ComingImages.ComingImage;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetFacts;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Puts a release into the staging area, sector by sector, as its octets come. Believes nothing and asks for no trial. */
public final class Staging {
    private final ApplicationServices application;
    private final ReleaseStream release;
    private final SetFacts facts;

    private Staging(ApplicationServices application, ReleaseStream release, SetFacts facts) {
        this.application = application;
        this.release = release;
        this.facts = facts;
    }

    /**
     * Writes envelope and images; those of components that the release leaves as they are on the device are passed over. A
     * {@link RecoveryException} before the first write when it cannot fit, or lacks an image that differs from the device's;
     * one that names how far it came when the octets end too early: what is staged then is not whole, and can be staged
     * anew.
     */
    public static void write(ApplicationServices application, ImageVerifier verifier, ReleaseStream release)
            throws IOException {
        SetFacts facts = verifier.describe(release.envelope())
                .orElseThrow(() -> new RecoveryException(
                        RefusalReason.MALFORMED.label(), "the release's manifest says neither digest nor size"));
        new Staging(application, release, facts).write();
    }

    private void write() throws IOException {
        requireComponents();
        Optional<ComingImage> image = release.next();
        requireSize(image.orElseThrow().component());
        requireRoom();
        List<ComponentId> missing = changed();
        application.begin(release.envelope());
        for (; image.isPresent(); image = release.next()) {
            ComponentId component = image.get().component();
            requireSize(component);
            if (missing.remove(component)) {
                write(image.get());
            }
        }
        if (!missing.isEmpty()) {
            throw lacks(missing);
        }
    }

    /** Before anything is written. */
    private List<ComponentId> changed() throws IOException {
        List<ComponentId> changed;
        try {
            changed = new ArrayList<>(application.changedBy(release.envelope()));
        } catch (IllegalArgumentException e) {
            throw new RecoveryException(
                    RefusalReason.SLOT_TOO_SMALL.label(), "the release does not fit: " + e.getMessage(), e);
        }
        List<ComponentId> lacking = new ArrayList<>(changed);
        lacking.removeAll(release.brings());
        if (!lacking.isEmpty()) {
            throw lacks(lacking);
        }
        return changed;
    }

    private static RecoveryException lacks(List<ComponentId> components) {
        return new RecoveryException(
                "no-image",
                "the release brings no image of " + words(components)
                        + ", and the device does not hold the one that it requires");
    }

    private void write(ComingImage image) throws IOException {
        long imageBytes = release.imageBytes();
        for (long at = 0; at < imageBytes; ) {
            int wanted = (int) Math.min(application.sectorBytes(), imageBytes - at);
            byte[] octets = image.octets().readNBytes(wanted);
            application.write(image.component(), at, Bytes.wrap(octets));
            at += octets.length;
            if (octets.length < wanted) {
                throw new RecoveryException(
                        "truncated", "the release ends after " + at + " of " + imageBytes + " B of its image");
            }
        }
    }

    private void requireComponents() throws RecoveryException {
        List<ComponentId> there = application.components();
        List<ComponentId> named =
                facts.images().stream().map(ImageFacts::component).toList();
        if (!new HashSet<>(there).equals(new HashSet<>(named))) {
            throw new RecoveryException(
                    RefusalReason.UNSUPPORTED_COMPONENT.label(),
                    "the release is for a device with " + words(named) + "; this one has " + words(there));
        }
    }

    private void requireSize(ComponentId component) throws RecoveryException {
        long said = facts.of(component).map(ImageFacts::sizeBytes).orElse(-1L);
        if (said != release.imageBytes()) {
            throw new RecoveryException(
                    RefusalReason.IMAGE_SIZE.label(),
                    "the release has " + release.imageBytes() + " B of image; its manifest says "
                            + Long.toUnsignedString(said) + " B");
        }
    }

    private void requireRoom() throws RecoveryException {
        if (release.envelope().length() > application.envelopeCapacityBytes()) {
            throw new RecoveryException(
                    RefusalReason.ENVELOPE_TOO_LARGE.label(),
                    "the envelope has " + release.envelope().length() + " B; the device keeps "
                            + application.envelopeCapacityBytes() + " B");
        }
    }

    private static String words(List<ComponentId> components) {
        return String.join(
                " and ", components.stream().map(ComponentId::toString).toList());
    }
}
