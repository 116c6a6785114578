package io.moult.client.delivery;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.client.install.CandidateInstaller;
import io.moult.client.install.CandidateInstaller.Stage;
import io.moult.client.install.StagingArea;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes one package as its octets arrive, whichever way they come. Its head (at most 64 KiB) is held in RAM until the
 * manifest is there; then all that the manifest can decide is decided, and only for a believed one is anything staged.
 * Owned by the firmware consumer.
 */
public final class PackageIntake {
    private final StagingArea staging;
    private final Judge judge;
    private final Recorder recorder;
    private final EnvelopeReader reader = new EnvelopeReader(DecoderLimits.DEFAULT);

    private Optional<ByteArrayOutputStream> head = Optional.of(new ByteArrayOutputStream(1024));
    private int headNeededBytes = 1;
    private Optional<CandidateInstaller> installer = Optional.empty();
    private boolean integrated;
    /** What will be said at the end of a package without payload. */
    private Optional<Outcome> atEnd = Optional.empty();

    public PackageIntake(StagingArea staging, Judge judge, Recorder recorder) {
        this.staging = staging;
        this.judge = judge;
        this.recorder = recorder;
    }

    /** Is told what must be durable before the next answer. */
    public interface Recorder {
        /**
         * A head was accepted, and its envelope is in the staging area.
         *
         * @param integrated whether its payload follows in the package
         */
        void accepted(VerifiedManifest manifest, Bytes envelopeDigest, boolean integrated, long payloadOffsetBytes)
                throws IOException;

        /** A change of whom the device believes was accepted, and its envelope is in the staging area. */
        void acceptedTrustChange(long sequenceNumber, Bytes envelopeDigest) throws IOException;

        /** So much of the payload is in the staging area. */
        void advanced(long stagedBytes) throws IOException;
    }

    /** What became of some octets. */
    public sealed interface Outcome {
        /** They were taken; more must follow. */
        record More() implements Outcome {}

        /** The package is complete, but its payload must be fetched from an address. */
        record Fetch(String address, long sizeBytes, long stagedBytes) implements Outcome {}

        /** The candidate is staged and verified. */
        record Verified() implements Outcome {}

        /** The package is not taken. Nothing of it is staged any more. */
        record Refused(Refusal refusal) implements Outcome {
            public Refused {
                Objects.requireNonNull(refusal);
            }
        }
    }

    private static final Outcome MORE = new Outcome.More();

    /** Takes the next octets of the package; {@code last} says that no more follow. */
    public Outcome accept(Bytes octets, boolean last) throws IOException {
        if (head.isPresent()) {
            return acceptHead(head.get(), octets, last);
        }
        return acceptBody(octets, last);
    }

    private Outcome acceptHead(ByteArrayOutputStream collected, Bytes octets, boolean last) throws IOException {
        collected.writeBytes(octets.toArray());
        if (collected.size() < headNeededBytes && !last) {
            return MORE;
        }
        Bytes prefix = Bytes.wrap(collected.toByteArray());
        HeadResult result = reader.readHead(prefix);
        if (result instanceof HeadResult.NeedMore more) {
            headNeededBytes = more.atLeastBytes();
            return last
                    ? refused(RefusalReason.MALFORMED, "truncated: the package ends at octet " + prefix.length())
                    : MORE;
        }
        head = Optional.empty();
        if (result instanceof HeadResult.Complete complete) {
            return begin(complete, prefix, last);
        }
        return refused(((HeadResult.Refused) result).refusal());
    }

    private Outcome begin(HeadResult.Complete complete, Bytes prefix, boolean last) throws IOException {
        Judge.Verdict verdict = judge.judge(complete.envelope());
        if (verdict instanceof Judge.Verdict.Refused unbelieved) {
            return refused(unbelieved.refusal());
        }
        integrated = complete.payload().isPresent();
        Bytes envelope = complete.envelope().stripped();
        if (envelope.length() > staging.envelopeCapacityBytes()) {
            return refused(
                    RefusalReason.ENVELOPE_TOO_LARGE,
                    envelope.length() + " octets without payload, " + staging.envelopeCapacityBytes() + " fit");
        }
        Optional<Outcome> failed = verdict instanceof Judge.Verdict.Image image
                ? beginImage(image.manifest(), envelope, complete)
                : beginChange(((Judge.Verdict.Trust) verdict).sequenceNumber(), envelope);
        return failed.isPresent()
                ? failed.get()
                : acceptBody(prefix.slice(complete.headLengthBytes(), prefix.length()), last);
    }

    private Optional<Outcome> beginImage(VerifiedManifest manifest, Bytes envelope, HeadResult.Complete complete)
            throws IOException {
        if (!integrated && manifest.payloadUri().orElse("").startsWith("#")) {
            return Optional.of(refused(
                    RefusalReason.MALFORMED,
                    "the envelope has no payload " + manifest.payloadUri().get()));
        }
        staging.begin(envelope);
        recorder.accepted(
                manifest, Digest.sha256(envelope).value(), integrated, integrated ? complete.headLengthBytes() : 0);
        CandidateInstaller fresh = CandidateInstaller.fresh(manifest, judge.device(), staging);
        installer = Optional.of(fresh);
        Outcome outcome = outcomeOf(fresh.start());
        if (!integrated) {
            atEnd = Optional.of(outcome);
        }
        return Optional.of(outcome).filter(Outcome.Refused.class::isInstance);
    }

    /** It is in the manifest, whole: the envelope is all that is kept. */
    private Optional<Outcome> beginChange(long sequenceNumber, Bytes envelope) throws IOException {
        if (integrated) {
            return Optional.of(refused(RefusalReason.UNSUPPORTED_FORMAT, "a payload beside a change of trust"));
        }
        staging.begin(envelope);
        recorder.acceptedTrustChange(sequenceNumber, Digest.sha256(envelope).value());
        atEnd = Optional.of(new Outcome.Verified());
        return Optional.empty();
    }

    /** Octets behind the head. */
    private Outcome acceptBody(Bytes octets, boolean last) throws IOException {
        long wanted = atEnd.isPresent() ? 0 : installer().missingBytes();
        if (octets.length() > wanted) {
            return refused(RefusalReason.MALFORMED, (octets.length() - wanted) + " octets after the envelope");
        }
        write(octets);
        if (!last) {
            return MORE;
        }
        if (atEnd.isPresent()) {
            return atEnd.get();
        }
        return installer().missingBytes() == 0
                ? outcomeOf(installer().payloadComplete())
                : refused(RefusalReason.IMAGE_SIZE, installer().missingBytes() + " octets of the image are missing");
    }

    private void write(Bytes octets) throws IOException {
        if (!octets.isEmpty() && installer().write(octets)) {
            recorder.advanced(installer().durableBytes());
        }
    }

    /** Takes the next octets of a payload that is fetched from elsewhere, up to the image's size. */
    public Outcome acceptFetched(Bytes octets) throws IOException {
        if (octets.length() > installer().missingBytes()) {
            return refused(RefusalReason.IMAGE_SIZE, "more octets were fetched than the manifest says");
        }
        write(octets);
        return installer().missingBytes() == 0 ? outcomeOf(installer().payloadComplete()) : MORE;
    }

    /** The payload that is fetched has changed on its server: begins again with it. */
    public void startPayloadAgain() throws IOException {
        installer().startPayloadAgain();
        recorder.advanced(0);
    }

    /** Octets of the payload that were taken. */
    public long acceptedPayloadBytes() {
        return installer.map(CandidateInstaller::acceptedBytes).orElse(0L);
    }

    private CandidateInstaller installer() {
        return installer.orElseThrow(() -> new IllegalStateException("no octets are expected"));
    }

    /**
     * Goes on after a restart with the candidate in the staging area, behind so many octets of its payload. Its envelope
     * is verified once more: what was believed before the restart is not believed for that.
     */
    public static Resumed resumed(
            StagingArea staging, Judge judge, Recorder recorder, boolean integrated, long stagedBytes)
            throws IOException {
        PackageIntake intake = new PackageIntake(staging, judge, recorder);
        intake.head = Optional.empty();
        intake.integrated = integrated;
        HeadResult result = intake.reader.readHead(staging.stagedEnvelope());
        if (!(result instanceof HeadResult.Complete complete)) {
            return new Resumed(
                    intake, intake.refused(RefusalReason.STORAGE_FAILED, "the staged envelope cannot be read back"));
        }
        Verification verification = judge.verifier().verify(complete.envelope(), judge.device());
        if (verification instanceof Verification.Refused unbelieved) {
            return new Resumed(intake, intake.refused(unbelieved.refusal()));
        }
        CandidateInstaller installer = CandidateInstaller.resumed(
                ((Verification.Accepted) verification).manifest(), judge.device(), staging, stagedBytes);
        intake.installer = Optional.of(installer);
        return new Resumed(intake, intake.outcomeOf(installer.start()));
    }

    /** An intake that goes on, and where it is. */
    public record Resumed(PackageIntake intake, Outcome outcome) {}

    private Outcome outcomeOf(Stage stage) throws IOException {
        if (stage instanceof Stage.Wants wants) {
            return integrated ? MORE : new Outcome.Fetch(wants.uri(), wants.sizeBytes(), wants.stagedBytes());
        }
        return stage instanceof Stage.Refused failed ? refused(failed.refusal()) : new Outcome.Verified();
    }

    private Outcome refused(RefusalReason reason, String detail) throws IOException {
        return refused(new Refusal(reason, detail));
    }

    private Outcome refused(Refusal refusal) throws IOException {
        head = Optional.empty();
        if (installer.isPresent() || !staging.stagedEnvelope().isEmpty()) {
            staging.discard();
        }
        installer = Optional.empty();
        return new Outcome.Refused(refusal);
    }
}
