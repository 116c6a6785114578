package io.moult.boot.image;

import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Belief by SUIT manifest: the signature by a trust anchor in one-time-programmable memory, vendor, class, the two
 * numbers, the manifest's own validation over the octets in flash, and once more, apart from it, their digest. Caches
 * nothing.
 *
 * <p>On a device that is not provisioned there is nobody to believe: an image is then held to the digest and size in its
 * envelope, so that it is whole, and no more. Such a device takes no updates.
 */
public final class SuitImageVerifier implements ImageVerifier {
    private final Supplier<Optional<Provisioning>> provisioning;
    private final DecoderLimits limits = DecoderLimits.DEFAULT;

    public SuitImageVerifier(Supplier<Optional<Provisioning>> provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public ImageVerdict verify(Bytes envelopeOctets, ImageView image, Acceptance acceptance) throws IOException {
        HeadResult head = new EnvelopeReader(limits).readHead(envelopeOctets);
        if (head instanceof HeadResult.Refused refused) {
            return new ImageVerdict.Refused(refused.refusal());
        }
        if (!(head instanceof HeadResult.Complete complete)) {
            return refused(RefusalReason.MALFORMED, "the envelope is cut short");
        }
        Optional<Provisioning> owner = provisioning.get();
        return owner.isPresent()
                ? authentic(complete.envelope(), owner.get(), image, acceptance)
                : whole(complete.envelope(), image, acceptance);
    }

    @Override
    public Optional<ImageFacts> describe(Bytes envelopeOctets) {
        return new EnvelopeReader(limits).readHead(envelopeOctets) instanceof HeadResult.Complete complete
                ? describe(complete.envelope())
                : Optional.empty();
    }

    private Optional<ImageFacts> describe(Envelope envelope) {
        if (!(new ManifestDecoder(limits).decode(envelope) instanceof DecodeResult.Decoded decoded)) {
            return Optional.empty();
        }
        ManifestSummary summary = ManifestSummary.of(decoded.manifest());
        if (summary.imageDigest().filter(Digest::isSha256).isEmpty()
                || summary.imageSizeBytes().orElse(-1) < 0) {
            return Optional.empty();
        }
        return Optional.of(new ImageFacts(
                summary.version(),
                summary.sequenceNumber(),
                summary.securityCounter().orElse(0),
                summary.imageSizeBytes().getAsLong(),
                summary.imageDigest().get().value(),
                Digest.sha256(envelope.manifest().wrapped()).value()));
    }

    private ImageVerdict authentic(Envelope envelope, Provisioning owner, ImageView image, Acceptance acceptance)
            throws IOException {
        DeviceProfile device = new DeviceProfile(
                owner.vendorId(),
                owner.classId(),
                acceptance.newerThanSequence().orElse(0),
                acceptance.newerThanSequence().isEmpty(),
                image.capacityBytes());
        Verification verification = new ManifestVerifier(trustStore(owner), limits).verify(envelope, device);
        if (verification instanceof Verification.Refused refused) {
            return new ImageVerdict.Refused(refused.refusal());
        }
        VerifiedManifest manifest = ((Verification.Accepted) verification).manifest();
        ImageFacts facts = new ImageFacts(
                manifest.version(),
                manifest.sequenceNumber(),
                manifest.securityCounter().orElse(0),
                manifest.imageSizeBytes(),
                manifest.imageDigest(),
                manifest.manifestDigest());
        Optional<ImageVerdict> refused = guard(facts, acceptance);
        if (refused.isPresent()) {
            return refused.get();
        }
        ImageRecipientView view = new ImageRecipientView(owner, image);
        Step step = ManifestProcessor.validate(manifest, view);
        if (step instanceof Step.Done) {
            return matching(facts, view.lastDigest());
        } else if (step instanceof Step.Failed failed) {
            return new ImageVerdict.Refused(failed.refusal());
        }
        return refused(RefusalReason.UNSUPPORTED_COMMAND, "validation asks for something");
    }

    /** Without regard to the manifest's commands: what was read is what the facts say. */
    private static ImageVerdict matching(ImageFacts facts, Optional<Bytes> actual) {
        return actual.isPresent() && actual.get().equalsInConstantTime(facts.imageDigest())
                ? new ImageVerdict.Verified(facts)
                : refused(RefusalReason.IMAGE_DIGEST, "the validation did not read the image that it is for");
    }

    private ImageVerdict whole(Envelope envelope, ImageView image, Acceptance acceptance) throws IOException {
        Optional<ImageFacts> described = describe(envelope);
        if (described.isEmpty()) {
            return refused(RefusalReason.MALFORMED, "the manifest cannot be read");
        }
        ImageFacts facts = described.get();
        if (acceptance.newerThanSequence().isPresent()) {
            return refused(RefusalReason.NOT_PROVISIONED, "a device without owner takes no updates");
        }
        if (facts.sizeBytes() > image.capacityBytes()) {
            return refused(RefusalReason.SLOT_TOO_SMALL, "the image has " + facts.sizeBytes() + " octets");
        }
        Optional<ImageVerdict> refused = guard(facts, acceptance);
        return refused.isPresent() ? refused.get() : matching(facts, Optional.of(image.sha256(facts.sizeBytes())));
    }

    private static Optional<ImageVerdict> guard(ImageFacts facts, Acceptance acceptance) {
        long minimum = acceptance.minimumSecurityCounter();
        return Long.compareUnsigned(facts.securityCounter(), minimum) >= 0
                ? Optional.empty()
                : Optional.of(refused(
                        RefusalReason.SEQUENCE_TOO_LOW,
                        "the security counter is " + Long.toUnsignedString(facts.securityCounter()) + ", at least "
                                + Long.toUnsignedString(minimum) + " is needed"));
    }

    /** A certificate that cannot be read is believed by nobody; if none is left, nothing is. */
    private static TrustStore trustStore(Provisioning owner) {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Bytes der : owner.trustAnchors()) {
            try {
                anchors.add(TrustAnchor.ofCertificate(der));
            } catch (KeyFileException e) {
                // the manufacturer was told; a boot goes on with the others
            }
        }
        return TrustStore.of(anchors);
    }

    private static ImageVerdict refused(RefusalReason reason, String detail) {
        return new ImageVerdict.Refused(new Refusal(reason, detail));
    }
}
