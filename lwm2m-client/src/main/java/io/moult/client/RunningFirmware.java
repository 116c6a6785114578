package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.client.install.BootControl;
import io.moult.client.install.TrustInForce;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs on the device, as the bootloader reported it at this start.
 *
 * @param signedBootReport as the bootloader gave it; empty octets if it signs nothing
 * @param manifestDigest SHA-256 of the running manifest as its envelope says; empty when it has none
 * @param envelopeDigest SHA-256 of the envelope that is kept beside the running image; empty when there is none
 * @param trust whom the bootloader believes; empty from one that keeps no policy
 */
public record RunningFirmware(
        BootReport bootReport,
        Bytes signedBootReport,
        Bytes manifestDigest,
        Bytes envelopeDigest,
        Optional<TrustInForce> trust) {
    public RunningFirmware {
        Objects.requireNonNull(trust);
        Objects.requireNonNull(bootReport);
        Objects.requireNonNull(signedBootReport);
        Objects.requireNonNull(manifestDigest);
        Objects.requireNonNull(envelopeDigest);
    }

    /** Whether a candidate of this envelope is in force: its image runs, or the change of trust that it is was made. */
    boolean has(Bytes candidate) {
        return !candidate.isEmpty() && (candidate.equals(envelopeDigest) || isLastChange(candidate));
    }

    /** Whether the last change of trust that was made has this envelope. */
    boolean isLastChange(Bytes candidate) {
        return trust.filter(known -> !candidate.isEmpty() && known.lastChange().equals(candidate))
                .isPresent();
    }

    static RunningFirmware of(BootControl boot) throws IOException {
        Bytes envelope = boot.runningEnvelope();
        Bytes manifestDigest = Bytes.EMPTY;
        if (new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope) instanceof HeadResult.Complete head) {
            manifestDigest = head.envelope().authentication().digest().value();
        }
        return new RunningFirmware(
                boot.bootReport(),
                boot.signedBootReport(),
                manifestDigest,
                envelope.isEmpty() ? Bytes.EMPTY : Digest.sha256(envelope).value(),
                boot.trust());
    }
}
