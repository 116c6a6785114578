package io.moult.boot.image;

import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.Otp;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Section;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Examination;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Belief by SUIT manifest: signatures that the device's policy asks for ({@link DeviceTrust}), vendor, class, the two
 * numbers, the manifest's own validation over the octets where they execute, and once more, apart from it, their digests.
 * Caches nothing.
 *
 * <p>On a device that is not provisioned there is nobody to believe: a set is then held to the digests and sizes in its
 * envelope, so that it is whole, and no more. Such a device takes no updates.
 */
public final class SuitImageVerifier implements ImageVerifier {
    /** What a bootloader runs, or leaves to the application: plain sequences, so that a set can be read off a manifest. */
    private static final Capabilities SETS = new Capabilities(
            EnumSet.of(
                    CommandCode.VENDOR_IDENTIFIER,
                    CommandCode.CLASS_IDENTIFIER,
                    CommandCode.IMAGE_MATCH,
                    CommandCode.COMPONENT_SLOT,
                    CommandCode.SET_COMPONENT_INDEX,
                    CommandCode.OVERRIDE_PARAMETERS,
                    CommandCode.OVERRIDE_MULTIPLE,
                    CommandCode.FETCH,
                    CommandCode.WRITE,
                    CommandCode.COPY,
                    CommandCode.INVOKE),
            Set.of(),
            EnumSet.of(
                    ParameterCode.VENDOR_IDENTIFIER,
                    ParameterCode.CLASS_IDENTIFIER,
                    ParameterCode.IMAGE_DIGEST,
                    ParameterCode.IMAGE_SIZE,
                    ParameterCode.COMPONENT_SLOT,
                    ParameterCode.CONTENT,
                    ParameterCode.URI,
                    ParameterCode.SOURCE_COMPONENT,
                    ParameterCode.SECURITY_COUNTER),
            Set.of(),
            EnumSet.of(Section.PAYLOAD_FETCH, Section.INSTALL, Section.VALIDATE, Section.INVOKE),
            16,
            false,
            false,
            16,
            Capabilities.Shape.ANY);

    private final Supplier<Optional<DeviceTrust>> trust;
    private final Decisions decisions;
    private final DecoderLimits limits = DecoderLimits.DEFAULT;

    /** Judges by whom a device believes, as its memory says at each call. */
    public SuitImageVerifier(Otp otp) {
        this(otp, Decisions.SOUND);
    }

    public SuitImageVerifier(Otp otp, Decisions decisions) {
        this(() -> DeviceTrust.of(otp), decisions);
    }

    /** Judges as a device would that believed these. */
    public SuitImageVerifier(DeviceTrust trust, Decisions decisions) {
        this(() -> Optional.of(trust), decisions);
    }

    private SuitImageVerifier(Supplier<Optional<DeviceTrust>> trust, Decisions decisions) {
        this.trust = trust;
        this.decisions = decisions;
    }

    @Override
    public ImageVerdict verify(Bytes envelopeOctets, SetView images, Acceptance acceptance) throws IOException {
        HeadResult head = new EnvelopeReader(limits).readHead(envelopeOctets);
        if (head instanceof HeadResult.Refused refused) {
            return new ImageVerdict.Refused(refused.refusal());
        }
        if (!(head instanceof HeadResult.Complete complete)) {
            return refused(RefusalReason.MALFORMED, "the envelope is cut short");
        }
        Optional<DeviceTrust> believed = trust.get();
        return decisions.is("owner", believed.isPresent())
                ? authentic(complete.envelope(), believed, images, acceptance)
                : whole(complete.envelope(), images, acceptance);
    }

    @Override
    public Optional<SetFacts> describe(Bytes envelopeOctets) {
        return new EnvelopeReader(limits).readHead(envelopeOctets) instanceof HeadResult.Complete complete
                ? describe(complete.envelope())
                : Optional.empty();
    }

    private Optional<SetFacts> describe(Envelope envelope) {
        return new ManifestDecoder(limits).decode(envelope) instanceof DecodeResult.Decoded decoded
                ? FactsReader.read(decoded.manifest(), digestOf(envelope))
                : Optional.empty();
    }

    private static Bytes digestOf(Envelope envelope) {
        return Digest.sha256(envelope.manifest().wrapped()).value();
    }

    private ImageVerdict authentic(
            Envelope envelope, Optional<DeviceTrust> believed, SetView images, Acceptance acceptance)
            throws IOException {
        if (believed.isEmpty()) {
            return refused(RefusalReason.NOT_PROVISIONED, "there is nobody to believe");
        }
        Provisioning owner = believed.get().owner();
        Verification verification = new ManifestVerifier(policyFor(acceptance, believed.get()), limits, SETS)
                .verify(envelope, Circumstances.NONE, manifest -> 0);
        if (decisions.is("manifest-refused", verification instanceof Verification.Refused)) {
            return verification instanceof Verification.Refused refused
                    ? new ImageVerdict.Refused(refused.refusal())
                    : refused(RefusalReason.SIGNATURE, "the manifest is refused");
        }
        if (!(verification instanceof Verification.Accepted accepted)) {
            return refused(RefusalReason.SIGNATURE, "the manifest is not accepted");
        }
        VerifiedManifest manifest = accepted.manifest();
        Optional<SetFacts> facts = FactsReader.read(manifest.manifest(), manifest.manifestDigest());
        Optional<ImageVerdict> refused =
                isFor(manifest, owner).or(() -> fits(facts, images)).or(() -> guard(facts.orElseThrow(), acceptance));
        if (decisions.is("set-refused", refused.isPresent())) {
            return refused.orElseGet(() -> refused(RefusalReason.POLICY, "the set is refused"));
        }
        SetRecipientView view = new SetRecipientView(owner, images);
        Step step = ManifestProcessor.validate(manifest, view);
        if (decisions.is("validation-failed", !(step instanceof Step.Done))) {
            return step instanceof Step.Failed failed
                    ? new ImageVerdict.Refused(failed.refusal())
                    : refused(RefusalReason.UNSUPPORTED_COMMAND, "validation asks for something");
        }
        return matching(facts.orElseThrow(), view);
    }

    /** Without regard to the manifest's commands: what was read is what the facts say. */
    private ImageVerdict matching(SetFacts facts, SetRecipientView view) {
        for (ImageFacts image : facts.images()) {
            boolean matches = view.found(image.component())
                    .filter(actual -> actual.equalsInConstantTime(image.sha256()))
                    .isPresent();
            if (!decisions.is("image-matches", matches)) {
                return refused(RefusalReason.IMAGE_DIGEST, "the validation did not read the image that it is for");
            }
        }
        return new ImageVerdict.Verified(facts);
    }

    private ImageVerdict whole(Envelope envelope, SetView images, Acceptance acceptance) throws IOException {
        Optional<SetFacts> described = describe(envelope);
        if (described.isEmpty()) {
            return refused(RefusalReason.MALFORMED, "the manifest cannot be read");
        }
        SetFacts facts = described.get();
        if (acceptance.newerThanSequence().isPresent()) {
            return refused(RefusalReason.NOT_PROVISIONED, "a device without owner takes no updates");
        }
        Optional<ImageVerdict> refused = fits(described, images).or(() -> guard(facts, acceptance));
        if (refused.isPresent()) {
            return refused.get();
        }
        return matchesOctets(facts, images)
                ? new ImageVerdict.Verified(facts)
                : refused(RefusalReason.IMAGE_DIGEST, "an image is not the one that the envelope speaks of");
    }

    /** The manifest compares the identifiers itself; here it is seen to that it does. */
    private static Optional<ImageVerdict> isFor(VerifiedManifest verified, Provisioning owner) {
        ManifestSummary summary = ManifestSummary.of(verified.manifest());
        if (!summary.vendorId().equals(Optional.of(owner.vendorId()))) {
            return Optional.of(
                    refused(RefusalReason.VENDOR_MISMATCH, "the manifest is not for vendor " + owner.vendorId()));
        }
        return summary.classId().equals(Optional.of(owner.classId()))
                ? Optional.empty()
                : Optional.of(
                        refused(RefusalReason.CLASS_MISMATCH, "the manifest is not for class " + owner.classId()));
    }

    /** Whether the manifest speaks of exactly the components that there are, and each image fits into its slot. */
    private static Optional<ImageVerdict> fits(Optional<SetFacts> facts, SetView images) {
        if (facts.isEmpty()) {
            return Optional.of(refused(
                    RefusalReason.IMAGE_DIGEST, "the manifest does not validate every component by its digest"));
        }
        if (!images.isOf(facts.get())) {
            return Optional.of(refused(
                    RefusalReason.UNSUPPORTED_COMPONENT, "the manifest is not about exactly " + images.components()));
        }
        return facts.get().images().stream()
                .filter(image ->
                        image.sizeBytes() > images.image(image.component()).capacityBytes())
                .findFirst()
                .map(image -> refused(
                        RefusalReason.SLOT_TOO_SMALL, image.component() + " has " + image.sizeBytes() + " octets"));
    }

    private static Optional<ImageVerdict> guard(SetFacts facts, Acceptance acceptance) {
        if (acceptance.newerThanSequence().isPresent()) {
            long running = acceptance.newerThanSequence().getAsLong();
            if (Long.compareUnsigned(facts.sequenceNumber(), running) <= 0) {
                return Optional.of(refused(
                        RefusalReason.SEQUENCE_TOO_LOW,
                        "the manifest's sequence number is " + Long.toUnsignedString(facts.sequenceNumber())
                                + ", more than " + Long.toUnsignedString(running) + " is needed"));
            }
        }
        long minimum = acceptance.minimumSecurityCounter();
        return Long.compareUnsigned(facts.securityCounter(), minimum) >= 0
                ? Optional.empty()
                : Optional.of(refused(
                        RefusalReason.SEQUENCE_TOO_LOW,
                        "the security counter is " + Long.toUnsignedString(facts.securityCounter()) + ", at least "
                                + Long.toUnsignedString(minimum) + " is needed"));
    }

    /** Neither the rungs of {@link #verify} nor the manifest's commands: signature, identifiers, numbers and digests. */
    @Override
    public boolean confirms(SetFacts believed, Bytes envelopeOctets, SetView images, Acceptance acceptance)
            throws IOException {
        if (!(new EnvelopeReader(limits).readHead(envelopeOctets) instanceof HeadResult.Complete complete)) {
            return false;
        }
        Optional<DeviceTrust> now = trust.get();
        boolean trusted = now.isEmpty() || isTrusted(complete.envelope(), now.get(), acceptance);
        boolean same = describe(complete.envelope()).filter(believed::equals).isPresent();
        boolean guarded = guard(believed, acceptance).isEmpty() && images.isOf(believed);
        return decisions.is("second-trusted", trusted)
                && decisions.is("second-facts", same)
                && decisions.is("second-guard", guarded)
                && decisions.is("second-octets", matchesOctets(believed, images));
    }

    private boolean isTrusted(Envelope envelope, DeviceTrust now, Acceptance acceptance) {
        Provisioning owner = now.owner();
        Examination examination = new ManifestVerifier(policyFor(acceptance, now), limits, SETS).examine(envelope);
        Optional<ManifestSummary> summary = examination.manifest().map(ManifestSummary::of);
        return examination.refusal().isEmpty()
                && summary.flatMap(ManifestSummary::vendorId).equals(Optional.of(owner.vendorId()))
                && summary.flatMap(ManifestSummary::classId).equals(Optional.of(owner.classId()));
    }

    private static boolean matchesOctets(SetFacts facts, SetView images) throws IOException {
        for (ImageFacts image : facts.images()) {
            ImageView view = images.image(image.component());
            if (image.sizeBytes() > view.capacityBytes()
                    || !view.sha256(image.sizeBytes()).equalsInConstantTime(image.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** Golden images are never replaced, so a change of trust does not take the last resort away. */
    private static AuthorisationPolicy policyFor(Acceptance acceptance, DeviceTrust trust) {
        return acceptance.golden() ? trust.factoryPolicy() : trust.policy();
    }

    private static ImageVerdict refused(RefusalReason reason, String detail) {
        return new ImageVerdict.Refused(new Refusal(reason, detail));
    }
}
