package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.SignatureCheck;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.Optional;

/**
 * Climbs the rungs of {@link Rung} one by one and stops at the first that does not hold (draft-ietf-suit-manifest-37
 * sections 6.1 and 6.2). Nothing of the manifest is parsed before it is known to be authentic. Immutable, any thread.
 */
public final class ManifestVerifier {
    private final TrustStore trust;
    private final DecoderLimits limits;
    private final Capabilities capabilities;

    public ManifestVerifier(TrustStore trust) {
        this(trust, DecoderLimits.DEFAULT);
    }

    public ManifestVerifier(TrustStore trust, DecoderLimits limits) {
        this(trust, limits, Capabilities.ONE_IMAGE);
    }

    /** @param capabilities what the recipient can run: anything else is refused by name */
    public ManifestVerifier(TrustStore trust, DecoderLimits limits, Capabilities capabilities) {
        this.trust = trust;
        this.limits = limits;
        this.capabilities = capabilities;
    }

    /** All rungs, for a device. */
    public Verification verify(Envelope envelope, DeviceProfile device) {
        Examination examination = examine(envelope);
        if (examination.refusal().isPresent()) {
            return new Verification.Refused(examination.refusal().get(), examination.reached());
        }
        Manifest manifest = examination.manifest().orElseThrow();
        ManifestSummary summary = ManifestSummary.of(manifest);
        Optional<Refusal> refusal = Applicability.check(summary, device);
        if (refusal.isPresent()) {
            return new Verification.Refused(refusal.get(), Rung.SUPPORTED);
        }
        Digest digest = envelope.authentication().digest();
        return new Verification.Accepted(new VerifiedManifest(
                manifest, summary, digest, examination.signer().orElseThrow()));
    }

    /** All rungs but the last, which needs a device. */
    public Examination examine(Envelope envelope) {
        if (trust.isEmpty()) {
            return Examination.refused(
                    Rung.DECODED, new Refusal(RefusalReason.NOT_PROVISIONED, "there is no trust anchor"));
        }
        Optional<Refusal> unbound = checkDigestBinding(envelope);
        if (unbound.isPresent()) {
            return Examination.refused(Rung.DECODED, unbound.get());
        }
        SignatureCheck signature = checkSignatures(envelope.authentication());
        if (signature instanceof SignatureCheck.Invalid invalid) {
            return Examination.refused(Rung.DIGEST_BOUND, refusalOf(invalid, envelope.authentication()));
        }
        TrustAnchor signer = ((SignatureCheck.Valid) signature).signer();
        return climbFromAuthentic(envelope, signer);
    }

    private Examination climbFromAuthentic(Envelope envelope, TrustAnchor signer) {
        DecodeResult decoded = new ManifestDecoder(limits).decode(envelope);
        if (decoded instanceof DecodeResult.Refused refused) {
            return new Examination(
                    Rung.AUTHENTIC, Optional.of(refused.refusal()), Optional.of(signer), Optional.empty());
        }
        Manifest manifest = ((DecodeResult.Decoded) decoded).manifest();
        Optional<Refusal> unsupported = SupportCheck.check(manifest, envelope, capabilities);
        return new Examination(
                unsupported.isPresent() ? Rung.WELL_FORMED : Rung.SUPPORTED,
                unsupported,
                Optional.of(signer),
                Optional.of(manifest));
    }

    /**
     * Whether the digest in the authentication wrapper is that of the manifest, wrapped as received. Says nothing of who
     * signed the digest.
     */
    private static Optional<Refusal> checkDigestBinding(Envelope envelope) {
        Digest said = envelope.authentication().digest();
        if (!said.isSha256()) {
            return Optional.of(new Refusal(
                    RefusalReason.UNSUPPORTED_ALGORITHM, said.algorithmName() + " of the manifest is not supported"));
        }
        Bytes actual = Digest.sha256(envelope.manifest().wrapped()).value();
        if (!actual.equalsInConstantTime(said.value())) {
            return Optional.of(
                    new Refusal(RefusalReason.MANIFEST_DIGEST, "the signed digest is not that of the manifest"));
        }
        return Optional.empty();
    }

    /**
     * Whether a believed key signed the digest. Says nothing of the manifest. One good block suffices: others may be by
     * algorithms or signers of which this device knows nothing (section 8.3). Of several bad ones the best understood is
     * reported.
     */
    private SignatureCheck checkSignatures(Authentication authentication) {
        SignatureCheck.Invalid best = new SignatureCheck.Invalid(SignatureCheck.Reason.MALFORMED, "");
        AuthenticationCheck authenticity = new AuthenticationCheck(trust, limits);
        for (Bytes block : authentication.blocks()) {
            SignatureCheck check = authenticity.check(block, authentication.signedOctets());
            if (check instanceof SignatureCheck.Valid) {
                return check;
            }
            SignatureCheck.Invalid invalid = (SignatureCheck.Invalid) check;
            if (best.detail().isEmpty() || invalid.reason().compareTo(best.reason()) > 0) {
                best = invalid;
            }
        }
        return best;
    }

    private static Refusal refusalOf(SignatureCheck.Invalid invalid, Authentication authentication) {
        if (authentication.blocks().isEmpty()) {
            return new Refusal(RefusalReason.NO_SIGNATURE, "the envelope is not signed");
        }
        RefusalReason reason = switch (invalid.reason()) {
            case MALFORMED -> RefusalReason.MALFORMED;
            case UNSUPPORTED -> RefusalReason.UNSUPPORTED_ALGORITHM;
            case UNKNOWN_SIGNER -> RefusalReason.UNKNOWN_SIGNER;
            case BAD_SIGNATURE -> RefusalReason.SIGNATURE;
        };
        return new Refusal(reason, invalid.detail());
    }
}
