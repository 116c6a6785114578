package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Climbs the rungs of {@link Rung} one by one and stops at the first that does not hold (draft-ietf-suit-manifest-37
 * sections 6.1 and 6.2). Nothing of the manifest is parsed before it is known to be authentic. Immutable, any thread.
 */
public final class ManifestVerifier {
    private final AuthorisationPolicy policy;
    private final DecoderLimits limits;
    private final Capabilities capabilities;
    private final Optional<Signatures> signatures;
    private final boolean oneSuffices;

    public ManifestVerifier(TrustStore trust) {
        this(trust, DecoderLimits.DEFAULT);
    }

    public ManifestVerifier(TrustStore trust, DecoderLimits limits) {
        this(trust, limits, Capabilities.ONE_IMAGE);
    }

    /** Any one of the anchors suffices, and may do everything. */
    public ManifestVerifier(TrustStore trust, DecoderLimits limits, Capabilities capabilities) {
        this(AuthorisationPolicy.anyOf(trust), limits, capabilities);
    }

    /** @param capabilities what the recipient can run: anything else is refused by name */
    public ManifestVerifier(AuthorisationPolicy policy, DecoderLimits limits, Capabilities capabilities) {
        this.policy = policy;
        this.limits = limits;
        this.capabilities = capabilities;
        TrustStore trust = policy.trust();
        this.signatures =
                trust.isEmpty() ? Optional.empty() : Optional.of(new Signatures(trust, limits, !policy.anySigner()));
        this.oneSuffices = policy.oneSuffices();
    }

    /** All rungs, for a device. */
    public Verification verify(Envelope envelope, DeviceProfile device) {
        return verify(envelope, Circumstances.NONE, (manifest, summary) -> Applicability.check(summary, device));
    }

    /**
     * All rungs, for a recipient that judges vendor, class and size by the manifest's own conditions while it runs.
     *
     * @param minimumSequenceNumber of a manifest in the place of this one, unsigned: one below is refused
     * @param again whether one with exactly that number is taken: if it is the one that was taken before
     */
    public Verification verify(
            Envelope envelope,
            Circumstances circumstances,
            ToLongFunction<Manifest> minimumSequenceNumber,
            Predicate<Manifest> again) {
        return verify(
                envelope,
                circumstances,
                (manifest, summary) -> RollbackGuard.check(
                        manifest.sequenceNumber(), minimumSequenceNumber.applyAsLong(manifest), again.test(manifest)));
    }

    /** The same where nothing new is brought in: what is there is invoked, or is named by a manifest that is judged itself. */
    public Verification verify(
            Envelope envelope, Circumstances circumstances, ToLongFunction<Manifest> minimumSequenceNumber) {
        return verify(envelope, circumstances, minimumSequenceNumber, unused -> true);
    }

    private Verification verify(
            Envelope envelope,
            Circumstances circumstances,
            BiFunction<Manifest, ManifestSummary, Optional<Refusal>> applicability) {
        Climb climb = climb(envelope, circumstances);
        Examination examination = climb.examination();
        if (examination.refusal().isPresent()) {
            return new Verification.Refused(examination.refusal().get(), examination.reached(), examination);
        }
        Manifest manifest = examination.manifest().orElseThrow();
        ManifestSummary summary = climb.summary().orElseThrow();
        Optional<Refusal> refusal = applicability.apply(manifest, summary);
        if (refusal.isPresent()) {
            return new Verification.Refused(refusal.get(), Rung.SUPPORTED, examination);
        }
        return new Verification.Accepted(new VerifiedManifest(
                examination, summary, envelope.authentication().digest()));
    }

    /** All rungs but the last, which needs a device. */
    public Examination examine(Envelope envelope) {
        return climb(envelope, Circumstances.NONE).examination();
    }

    /** The same where more is known than the envelope says, such as the time. */
    public Examination examine(Envelope envelope, Circumstances circumstances) {
        return climb(envelope, circumstances).examination();
    }

    /** What was found, and what the manifest says of itself where it has the form of one. */
    private record Climb(Examination examination, Optional<ManifestSummary> summary) {
        static Climb refused(Rung reached, Refusal refusal) {
            return new Climb(Examination.refused(reached, refusal), Optional.empty());
        }
    }

    private Climb climb(Envelope envelope, Circumstances circumstances) {
        if (signatures.isEmpty()) {
            return Climb.refused(Rung.DECODED, new Refusal(RefusalReason.NOT_PROVISIONED, "there is no trust anchor"));
        }
        Optional<Refusal> unbound = checkDigestBinding(envelope);
        if (unbound.isPresent()) {
            return Climb.refused(Rung.DECODED, unbound.get());
        }
        Signatures.Found found =
                signatures.get().check(envelope.authentication(), oneSuffices, circumstances.epochSeconds());
        if (found.refusal().isPresent()) {
            return Climb.refused(Rung.DIGEST_BOUND, found.refusal().get());
        }
        return climbFromAuthentic(envelope, found.signatories(), circumstances);
    }

    private Climb climbFromAuthentic(Envelope envelope, List<Signatory> signatories, Circumstances circumstances) {
        DecodeResult decoded = new ManifestDecoder(limits).decode(envelope);
        if (decoded instanceof DecodeResult.Refused refused) {
            return new Climb(
                    new Examination(Rung.AUTHENTIC, Optional.of(refused.refusal()), signatories, Optional.empty()),
                    Optional.empty());
        }
        Manifest manifest = ((DecodeResult.Decoded) decoded).manifest();
        ManifestSummary summary = ManifestSummary.of(manifest);
        Optional<Refusal> refusal = SupportCheck.check(manifest, summary, envelope, capabilities)
                .or(() -> policy.isDecidedByOne(signatories, manifest, circumstances.prefix())
                        ? Optional.empty()
                        : policy.check(signatories, manifest, circumstances.prefix(), circumstances.epochSeconds()));
        Examination examination = new Examination(
                refusal.isPresent() ? Rung.WELL_FORMED : Rung.SUPPORTED, refusal, signatories, Optional.of(manifest));
        return new Climb(examination, Optional.of(summary));
    }

    /**
     * Whether the digest in the authentication wrapper is that of the manifest, wrapped as received. Says nothing of who
     * signed the digest.
     */
    private Optional<Refusal> checkDigestBinding(Envelope envelope) {
        Digest said = envelope.authentication().digest();
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(said.algorithm())
                .filter(one -> one == DigestAlgorithm.SHA_256 || capabilities.shape() == Capabilities.Shape.ANY);
        if (algorithm.isEmpty()) {
            return Optional.of(new Refusal(
                    RefusalReason.UNSUPPORTED_ALGORITHM, said.algorithmName() + " of the manifest is not supported"));
        }
        Bytes actual = algorithm.get().digest(envelope.manifest().wrapped());
        if (!actual.equalsInConstantTime(said.value())) {
            return Optional.of(
                    new Refusal(RefusalReason.MANIFEST_DIGEST, "the signed digest is not that of the manifest"));
        }
        return Optional.empty();
    }
}
