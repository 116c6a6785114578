package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A manifest that is believed, supported and applicable to the device it was held against. Exists only inside an accepted
 * {@link Verification}. Proves nothing of the image's octets: those are compared with {@link #imageDigest}.
 */
public final class VerifiedManifest {
    private final Manifest manifest;
    private final ManifestSummary summary;
    private final Digest manifestDigest;
    private final TrustAnchor signer;

    VerifiedManifest(Manifest manifest, ManifestSummary summary, Digest manifestDigest, TrustAnchor signer) {
        this.manifest = manifest;
        this.summary = summary;
        this.manifestDigest = manifestDigest;
        this.signer = signer;
    }

    /** Unsigned 64 bit. */
    public long sequenceNumber() {
        return summary.sequenceNumber();
    }

    /** As suit-set-version says; empty text if it does not. */
    public String version() {
        return summary.version();
    }

    public UUID vendorId() {
        return summary.vendorId().orElseThrow();
    }

    public UUID classId() {
        return summary.classId().orElseThrow();
    }

    /** SHA-256 over the manifest as it was received, wrapped in its byte string. */
    public Bytes manifestDigest() {
        return manifestDigest.value();
    }

    public long imageSizeBytes() {
        return summary.imageSizeBytes().orElseThrow();
    }

    /** SHA-256 of the image. */
    public Bytes imageDigest() {
        return summary.imageDigest().orElseThrow().value();
    }

    /** {@code #name} for a payload in the envelope, or an address; empty if the manifest fetches nothing. */
    public Optional<String> payloadUri() {
        return summary.payloadUri();
    }

    /** Unsigned 64 bit; empty if this release does not speak of it. */
    public OptionalLong securityCounter() {
        return summary.securityCounter();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Whose key signed it. */
    public TrustAnchor signer() {
        return signer;
    }
}
