package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cose.TrustAnchor;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A manifest that is believed, supported and applicable to the device it was held against. Exists only inside an accepted
 * {@link Verification}. Proves nothing of the image's octets: those are compared with {@link #imageDigest}.
 */
public final class VerifiedManifest {
    private final ManifestSummary summary;
    private final Digest manifestDigest;
    private final Examination examination;

    /** @param examination one that reached the highest rung that needs no device */
    VerifiedManifest(Examination examination, ManifestSummary summary, Digest manifestDigest) {
        this.examination = examination;
        this.summary = summary;
        this.manifestDigest = manifestDigest;
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

    /** The digest that is signed: over the manifest as it was received, wrapped in its byte string. */
    public Digest digest() {
        return manifestDigest;
    }

    /** The octets of {@link #digest}. */
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
        return examination.manifest().orElseThrow();
    }

    /** Whose key signed it: the first of them. */
    public TrustAnchor signer() {
        return signatories().get(0).key();
    }

    /** Whose signatures were found good, as far as was looked. */
    public List<Signatory> signatories() {
        return examination.signatories();
    }

    /** Why it is accepted, question by question. */
    public Decisions decisions() {
        return DecisionMaker.of(examination, Optional.empty());
    }
}
