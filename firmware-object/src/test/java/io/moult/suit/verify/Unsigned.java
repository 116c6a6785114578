package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.List;
import java.util.Optional;

/** Manifests taken as believed although nobody signed them: for tests in which signatures would only cost time. */
public final class Unsigned {
    private static final Envelope NO_PAYLOADS = new Envelope(
            List.of(new Envelope.Entry(Envelope.KEY_MANIFEST, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY)),
            new Authentication(Digest.sha256(Bytes.EMPTY), Bytes.EMPTY, List.of()),
            Optional.empty(),
            0,
            List.of());

    private Unsigned() {}

    /** As the verifier would have it, were the envelope signed. */
    public static Verification accept(Envelope envelope) {
        DecodeResult decoded = new ManifestDecoder(DecoderLimits.DEFAULT).decode(envelope);
        if (decoded instanceof DecodeResult.Decoded good) {
            return new Verification.Accepted(
                    believed(good.manifest(), envelope.authentication().digest()));
        }
        Refusal refusal = ((DecodeResult.Refused) decoded).refusal();
        return new Verification.Refused(refusal, Rung.AUTHENTIC, Examination.refused(Rung.AUTHENTIC, refusal));
    }

    public static VerifiedManifest believed(Manifest manifest, Digest digest) {
        return new VerifiedManifest(
                new Examination(Rung.SUPPORTED, Optional.empty(), List.of(), Optional.of(manifest)),
                ManifestSummary.of(manifest),
                digest);
    }

    /** What a recipient with everything, and one with one image, would say to it. */
    public static List<Optional<Refusal>> support(Manifest manifest) {
        return List.of(
                SupportCheck.check(manifest, ManifestSummary.of(manifest), NO_PAYLOADS, Capabilities.ALL),
                SupportCheck.check(manifest, ManifestSummary.of(manifest), NO_PAYLOADS, Capabilities.ONE_IMAGE));
    }
}
