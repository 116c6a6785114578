package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * SUIT_Report (draft-ietf-suit-report-18 section 4): what a manifest processor did and how it ended. It is made to be
 * signed or sent over a channel that proves its origin; by itself it proves nothing.
 *
 * @param referenceUri the manifest's reference URI as it stands there, empty text if it has none
 * @param manifestDigest the digest in the envelope's authentication wrapper
 * @param nonce of whoever asked, if freshness is not proven otherwise
 * @param capabilities what this processor supports, where somebody asked or a manifest wanted more
 */
public record Report(
        String referenceUri,
        Digest manifestDigest,
        Optional<Bytes> nonce,
        List<ReportEntry> records,
        ReportResult result,
        Optional<CapabilityReport> capabilities) {
    public Report {
        Objects.requireNonNull(referenceUri);
        Objects.requireNonNull(manifestDigest);
        Objects.requireNonNull(nonce);
        records = List.copyOf(records);
        Objects.requireNonNull(result);
        Objects.requireNonNull(capabilities);
    }

    /** The same, for somebody who sent a nonce. */
    public Report withNonce(Bytes fresh) {
        return new Report(referenceUri, manifestDigest, Optional.of(fresh), records, result, capabilities);
    }

    /** The same, with what the processor supports. */
    public Report withCapabilities(CapabilityReport supported) {
        return new Report(referenceUri, manifestDigest, nonce, records, result, Optional.of(supported));
    }
}
