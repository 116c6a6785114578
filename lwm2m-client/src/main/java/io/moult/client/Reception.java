package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.client.delivery.Judge;
import io.moult.client.delivery.PackageIntake;
import io.moult.client.delivery.PackageIntake.Outcome;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.client.install.TrustInForce;
import io.moult.client.resume.Phase;
import io.moult.client.resume.Progress;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.VerifiedManifest;
import io.moult.transfer.Block1Receiver;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.Offer;
import io.moult.transfer.ReceivedBlock;
import io.moult.updateobject.Delivery;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The octets of a package on their way into the staging area: pushed ones through the rules for blocks, fetched ones as
 * they come. Says what became of them, and keeps the durable progress in step; decides nothing about State. Used under
 * the consumer's lock.
 */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** Stands for an identifier that the device has not been given; no package gets as far as being held against it. */
    private static final UUID NO_ID = new UUID(0, 0);

    private final ConsumerParts parts;
    private final Ledger ledger;
    private final Judge judge;
    private final long capacityBytes;
    private Block1Receiver receiver;
    private Optional<PackageIntake> intake = Optional.empty();
    private Optional<String> payloadAddress = Optional.empty();

    Reception(ConsumerParts parts, RunningFirmware running, Ledger ledger) {
        this.parts = parts;
        this.ledger = ledger;
        this.judge = new Judge(
                new ManifestVerifier(parts.policy(running.trust()), DecoderLimits.DEFAULT, Capabilities.ONE_IMAGE),
                new DeviceProfile(
                        parts.identity().vendorId().orElse(NO_ID),
                        parts.identity().classId().orElse(NO_ID),
                        running.bootReport().sequenceNumber(),
                        parts.settings().equalSequenceAllowed(),
                        parts.staging().capacityBytes()),
                running.trust().map(TrustInForce::history));
        this.capacityBytes = parts.staging().capacityBytes() + parts.staging().envelopeCapacityBytes();
        this.receiver = new Block1Receiver(capacityBytes, BlockSize.LARGEST);
    }

    /** Whether what is staged is what the progress speaks of. */
    boolean candidateIsStaged() throws IOException {
        Bytes envelope = parts.staging().stagedEnvelope();
        return !envelope.isEmpty()
                && Digest.sha256(envelope)
                        .value()
                        .equals(ledger.progress().candidate().envelopeDigest());
    }

    /** Finds what is left of a download after a restart; empty when nothing is, or nothing was staged yet. */
    Optional<Outcome> resume() throws IOException {
        Progress progress = ledger.progress();
        boolean pushed = progress.situation().delivery() == Delivery.PUSH;
        BodyIdentity identity = new BodyIdentity(progress.body().identity());
        boolean recognisable =
                (!pushed || identity.namesContent()) && progress.candidate().imageSizeBytes() > 0;
        if (progress.phase() != Phase.PAYLOAD || !recognisable || !wholeSectors(progress) || !candidateIsStaged()) {
            return Optional.empty();
        }
        boolean integrated = progress.situation().delivery() != Delivery.PAYLOAD_FETCH;
        PackageIntake.Resumed resumed =
                PackageIntake.resumed(parts.staging(), judge, new Keeper(), integrated, progress.stagedBytes());
        intake = Optional.of(resumed.intake());
        if (pushed) {
            receiver = Block1Receiver.resumed(capacityBytes, BlockSize.LARGEST, identity, progress.resumeOffsetBytes());
        }
        if (resumed.outcome() instanceof Outcome.Fetch fetch) {
            payloadAddress = Optional.of(fetch.address());
        }
        LOG.info("{} octets of the image are staged", progress.stagedBytes());
        return Optional.of(resumed.outcome());
    }

    /** False when the progress was made on another flash. */
    private boolean wholeSectors(Progress progress) {
        long imageBytes = progress.candidate().imageSizeBytes();
        return progress.stagedBytes() == imageBytes
                || (progress.stagedBytes() < imageBytes
                        && progress.stagedBytes() % parts.staging().sectorBytes() == 0);
    }

    /** What the rules for blocks say; changes nothing. */
    Offer judge(ReceivedBlock block) {
        return receiver.offer(block);
    }

    /** Takes the octets of a block. */
    Outcome take(Offer.Accept accept) {
        if (accept.beginsBody()) {
            begin(accept.block().identity());
        }
        Bytes octets = accept.block().payload().slice(accept.skipOctets(), accept.skipOctets() + accept.lengthOctets());
        Outcome outcome = guarded(() -> intake().accept(octets, accept.last()));
        receiver.stored(accept);
        return noted(outcome);
    }

    private void begin(BodyIdentity identity) {
        intake = Optional.of(new PackageIntake(parts.staging(), judge, new Keeper()));
        ledger.keep(ledger.progress().withBody(identity.octets()));
    }

    /** Takes octets that were fetched, of the package or of its payload. */
    Outcome takeFetched(Bytes octets, Bytes etag, boolean payload) {
        if (!ledger.progress().body().etag().equals(etag)) {
            ledger.keep(ledger.progress().withEtag(etag));
        }
        return noted(guarded(() -> payload ? intake().acceptFetched(octets) : intake().accept(octets, false)));
    }

    /** The fetched package is complete. */
    Outcome fetchedPackageComplete() {
        return noted(guarded(() -> intake().accept(Bytes.EMPTY, true)));
    }

    /** What was fetched so far is void: another body is there now. */
    void startFetchAgain(boolean payload) {
        ledger.keep(ledger.progress().withEtag(Bytes.EMPTY));
        if (!payload) {
            discard();
            begin(BodyIdentity.NONE);
            return;
        }
        Outcome outcome = guarded(() -> {
            intake().startPayloadAgain();
            return new Outcome.More();
        });
        LOG.info("The image has changed on its server: {}", outcome);
    }

    private Outcome noted(Outcome outcome) {
        if (outcome instanceof Outcome.Fetch fetch) {
            payloadAddress = Optional.of(fetch.address());
        }
        return outcome;
    }

    /** From where to fetch now. */
    Optional<String> addressToFetch() {
        return ledger.situation().delivery() == Delivery.PAYLOAD_FETCH
                ? payloadAddress
                : Optional.of(ledger.situation().packageUri());
    }

    /** The fetch that goes on where progress stands. */
    PayloadFetcher.Job job(URI address, boolean payload) {
        Progress progress = ledger.progress();
        long imageBytes = progress.candidate().imageSizeBytes();
        if (payload) {
            boolean fresh = intake().acceptedPayloadBytes() == 0;
            return new PayloadFetcher.Job(
                    address,
                    OptionalLong.of(imageBytes),
                    progress.stagedBytes(),
                    fresh ? Bytes.EMPTY : progress.body().etag());
        }
        if (progress.phase() != Phase.PAYLOAD || intake.isEmpty()) {
            begin(BodyIdentity.NONE);
            return new PayloadFetcher.Job(address, OptionalLong.empty(), 0, Bytes.EMPTY);
        }
        long offset = progress.candidate().payloadOffsetBytes();
        return new PayloadFetcher.Job(
                address,
                OptionalLong.of(offset + imageBytes),
                offset + progress.stagedBytes(),
                progress.body().etag());
    }

    /** Forgets what was received, and gives up what is staged. */
    void discard() {
        receiver.forget();
        intake = Optional.empty();
        payloadAddress = Optional.empty();
        try {
            if (!parts.staging().stagedEnvelope().isEmpty()) {
                parts.staging().discard();
            }
        } catch (IOException e) {
            LOG.error("What is staged cannot be discarded: {}", e.getMessage());
        }
    }

    private PackageIntake intake() {
        return intake.orElseThrow(() -> new IllegalStateException("no package is expected"));
    }

    /** Work on the staging area. */
    private interface Staging {
        Outcome work() throws IOException;
    }

    /** A storage that fails ends the update, by name. */
    private static Outcome guarded(Staging staging) {
        try {
            return staging.work();
        } catch (IOException e) {
            LOG.error("Staging area: {}", Clause.of(e));
            return new Outcome.Refused(new Refusal(RefusalReason.STORAGE_FAILED, Clause.of(e)));
        }
    }

    /** Keeps the progress in step with the staging area. */
    private final class Keeper implements PackageIntake.Recorder {
        @Override
        public void accepted(
                VerifiedManifest manifest, Bytes envelopeDigest, boolean integrated, long payloadOffsetBytes) {
            LOG.info("Accepted: {} with sequence number {}", manifest.version(), manifest.sequenceNumber());
            ledger.keep(ledger.progress()
                    .withCandidate(new Progress.Candidate(
                            envelopeDigest, manifest.version(), payloadOffsetBytes, manifest.imageSizeBytes())));
        }

        @Override
        public void acceptedTrustChange(long sequenceNumber, Bytes envelopeDigest) {
            LOG.info("Accepted: change {} of whom this device believes", Long.toUnsignedString(sequenceNumber));
            ledger.keep(ledger.progress().withCandidate(new Progress.Candidate(envelopeDigest, "", 0, 0)));
        }

        @Override
        public void advanced(long stagedBytes) throws IOException {
            ledger.advance(stagedBytes);
        }
    }
}
