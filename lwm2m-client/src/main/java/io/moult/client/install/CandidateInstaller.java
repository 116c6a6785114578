package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs one believed manifest over the staging area, up to a candidate that a bootloader may try. The staging area must
 * hold the manifest's envelope already ({@link StagingArea#begin}). Owned by the firmware consumer.
 */
public final class CandidateInstaller {
    private final VerifiedManifest manifest;
    private final StagingArea staging;
    private final long alreadyStagedBytes;
    private final ManifestProcessor processor;
    private Optional<Payload> payload = Optional.empty();

    private record Payload(Step.NeedPayload need, StagingWriter writer) {}

    private CandidateInstaller(
            VerifiedManifest manifest, DeviceProfile device, StagingArea staging, long alreadyStagedBytes) {
        this.manifest = manifest;
        this.staging = staging;
        this.alreadyStagedBytes = alreadyStagedBytes;
        this.processor = new ManifestProcessor(manifest, new StagedRecipient(device, staging));
    }

    /** An installer for a candidate of which nothing is staged. */
    public static CandidateInstaller fresh(VerifiedManifest manifest, DeviceProfile device, StagingArea staging) {
        return new CandidateInstaller(manifest, device, staging, 0);
    }

    /** An installer that goes on after a restart, behind so many octets of the payload. */
    public static CandidateInstaller resumed(
            VerifiedManifest manifest, DeviceProfile device, StagingArea staging, long stagedBytes) {
        return new CandidateInstaller(manifest, device, staging, stagedBytes);
    }

    /** Where the installation has come to. */
    public sealed interface Stage {
        /** Waits for octets of the payload, from {@link #write}. */
        record Wants(String uri, long sizeBytes, long stagedBytes) implements Stage {}

        /** The candidate is whole, and every condition of the manifest held. */
        record Verified() implements Stage {}

        /** It is not. */
        record Refused(Refusal refusal) implements Stage {
            public Refused {
                Objects.requireNonNull(refusal);
            }
        }
    }

    public VerifiedManifest manifest() {
        return manifest;
    }

    /** Begins. */
    public Stage start() throws IOException {
        Step step = processor.install();
        if (step instanceof Step.NeedPayload need) {
            if (need.handling().encryptionInfo().isPresent()) {
                return new Stage.Refused(new Refusal(RefusalReason.UNSUPPORTED_PARAMETER, "encryption-info"));
            }
            long sizeBytes = manifest.imageSizeBytes();
            StagingWriter writer = alreadyStagedBytes == 0
                    ? StagingWriter.fresh(staging, sizeBytes)
                    : StagingWriter.resumed(staging, sizeBytes, alreadyStagedBytes);
            payload = Optional.of(new Payload(need, writer));
            return writer.missingBytes() == 0
                    ? payloadComplete()
                    : new Stage.Wants(need.uri(), sizeBytes, alreadyStagedBytes);
        }
        return ended(step);
    }

    /** Octets of the payload that are still to come. */
    public long missingBytes() {
        return payload.map(wanted -> wanted.writer().missingBytes()).orElse(0L);
    }

    /** Octets of the payload that would survive the end of the process. */
    public long durableBytes() {
        return payload.map(wanted -> wanted.writer().durableBytes()).orElse(0L);
    }

    /** Octets of the payload that were taken. */
    public long acceptedBytes() {
        return payload.map(wanted -> wanted.writer().acceptedBytes()).orElse(0L);
    }

    /**
     * Takes the next octets of the payload, at most {@link #missingBytes}.
     *
     * @return true when {@link #durableBytes} grew
     */
    public boolean write(Bytes octets) throws IOException {
        return wanted().writer().write(octets);
    }

    /** What was taken of the payload is void: it is another one now. */
    public void startPayloadAgain() {
        Step.NeedPayload need = wanted().need();
        payload = Optional.of(new Payload(need, StagingWriter.fresh(staging, manifest.imageSizeBytes())));
    }

    /** All octets of the payload have been written: checks them, and runs the rest of the manifest. */
    public Stage payloadComplete() throws IOException {
        Payload complete = wanted();
        if (complete.writer().missingBytes() != 0) {
            throw new IllegalStateException(complete.writer().missingBytes() + " octets are missing");
        }
        Bytes digest = complete.writer().digestSoFar();
        if (!digest.equals(manifest.imageDigest())) {
            return new Stage.Refused(new Refusal(
                    RefusalReason.IMAGE_DIGEST,
                    "the image has the digest " + digest.hex() + ", the manifest says "
                            + manifest.imageDigest().hex()));
        }
        return ended(processor.payloadStored());
    }

    private Stage ended(Step installed) {
        Step last = installed instanceof Step.Done ? processor.validate() : installed;
        if (last instanceof Step.Done) {
            return new Stage.Verified();
        } else if (last instanceof Step.Failed failed) {
            return new Stage.Refused(failed.refusal());
        }
        return new Stage.Refused(
                new Refusal(RefusalReason.UNSUPPORTED_COMMAND, "a second payload, where one fits into the slot"));
    }

    private Payload wanted() {
        return payload.orElseThrow(() -> new IllegalStateException("no payload is wanted"));
    }
}
