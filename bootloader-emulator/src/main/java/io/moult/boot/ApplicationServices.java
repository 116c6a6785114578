package io.moult.boot;

import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageView;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalEvent;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running application may do with flash and journal: stage a candidate, ask for its trial, keep its own image,
 * restart. The staging place, the candidate's envelope area and the journal are all it can write; the primary slot and
 * the bootloader are out of its reach. Made after a boot and thrown away at the next reset. Owned by one thread.
 *
 * <p>A call that the state forbids is a bug of the caller: {@link IllegalStateException}.
 */
public final class ApplicationServices {
    private final BootPlatform platform;
    private final BootReport report;
    private final Runnable resetLine;
    private final Journal journal;
    private final EnvelopeStore envelopes;
    private @Nullable StagingWriter writer;

    /**
     * @param resetLine restarts the device; returns at once
     */
    public ApplicationServices(BootPlatform platform, BootOutcome.Started boot, Runnable resetLine) throws IOException {
        this(platform, boot.report(), resetLine);
    }

    /** For one who stands in for the application without having been booted: a tool at the bench, or the recovery. */
    public ApplicationServices(BootPlatform platform, BootReport report, Runnable resetLine) throws IOException {
        this.platform = platform;
        this.report = report;
        this.resetLine = resetLine;
        this.journal = new Journal(platform.flash(), platform.layout().journalFirstSector());
        this.envelopes = new EnvelopeStore(platform.flash(), platform.layout());
    }

    /** Who the device is and whom it trusts; empty on a device that has not been provisioned: it takes no updates. */
    public Optional<Provisioning> provisioning() {
        return platform.otp().provisioning();
    }

    /** Unsigned 64 bit. */
    public long securityCounter() {
        return platform.otp().securityCounter();
    }

    // ---- the staging area

    /** The largest image that fits, in octets. */
    public long capacityBytes() {
        return platform.layout().slotBytes();
    }

    /** The unit of durable progress, in octets. */
    public int sectorBytes() {
        return platform.layout().sectorBytes();
    }

    /** The largest envelope (without payloads) that fits beside the image, in octets. */
    public int envelopeCapacityBytes() {
        return platform.layout().envelopeBytes();
    }

    /**
     * Gives up whatever was staged, or the previous image, and keeps this envelope (without payloads) for a new
     * candidate, durably. Only while the running image is confirmed. The envelope must be one that can be read: its
     * manifest says how large the image is.
     */
    public void begin(Bytes envelope) throws IOException {
        if (state().phase() != Phase.SETTLED) {
            throw new IllegalStateException("the running image is not confirmed; nothing can be staged");
        }
        long imageBytes = imageBytesOf(envelope);
        if (imageBytes > capacityBytes()) {
            throw new IllegalArgumentException("image of " + imageBytes + " B; a slot holds " + capacityBytes() + " B");
        }
        if (state().secondary() != SecondaryContent.NONE) {
            journal.append(new JournalEvent.Discarded());
        }
        writer = null;
        envelopes.write(state().runningArea().other(), envelope);
        journal.append(new JournalEvent.Staged(SlotVerifier.sha256(envelope)));
        writer = StagingWriter.ofNewImage(platform.flash(), platform.layout(), imageBytes);
    }

    /** The envelope that {@link #begin} kept, if a candidate is being staged; empty octets otherwise. */
    public Bytes stagedEnvelope() throws IOException {
        SecondaryContent content = state().secondary();
        if (content != SecondaryContent.STAGED && content != SecondaryContent.PENDING) {
            return Bytes.EMPTY;
        }
        return envelopes
                .read(state().runningArea().other())
                .filter(envelope -> SlotVerifier.sha256(envelope).equals(state().candidateDigest()))
                .orElse(Bytes.EMPTY);
    }

    /**
     * Writes image octets. Offsets ascend without gap; a write may also start again at any sector boundary at or below
     * the last one reached, and then that sector is erased anew. The octets survive the end of the process when it
     * returns, except that up to one program unit at the end of a write waits for the octets after it, unless the image
     * ends there: durable progress is counted in sectors.
     */
    public void write(long offsetBytes, Bytes octets) throws IOException {
        if (state().secondary() != SecondaryContent.STAGED) {
            throw new IllegalStateException("no candidate is being staged: " + state().secondary());
        }
        StagingWriter to = writer;
        if (to == null) {
            to = new StagingWriter(platform.flash(), platform.layout(), imageBytesOf(stagedEnvelope()));
            writer = to;
        }
        to.write(offsetBytes, octets);
    }

    /** Reads staged image octets. */
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        byte[] octets = ImageView.staged(platform.flash(), platform.layout())
                .read(offsetBytes, lengthBytes)
                .toArray();
        if (writer != null) {
            writer.overlay(offsetBytes, octets);
        }
        return Bytes.wrap(octets);
    }

    /** Gives the candidate up. Idempotent; the previous image, if that is there, stays. */
    public void discard() throws IOException {
        SecondaryContent content = state().secondary();
        if (content == SecondaryContent.STAGED || content == SecondaryContent.PENDING) {
            writer = null;
            journal.append(new JournalEvent.Discarded());
        }
    }

    // ---- the boot control

    /** What the bootloader reported of the boot that led to this run. */
    public BootReport bootReport() {
        return report;
    }

    /** The envelope kept beside the running image. */
    public Bytes runningEnvelope() throws IOException {
        return envelopes.read(state().runningArea()).orElse(Bytes.EMPTY);
    }

    /** True unless the running image is still on trial. */
    public boolean confirmed() {
        return state().confirmed();
    }

    /** The staged candidate, with an image of this size, is to be tried at the next boot. Idempotent. */
    public void requestTrialBoot(long imageSizeBytes) throws IOException {
        if (imageSizeBytes < 1 || imageSizeBytes > capacityBytes()) {
            throw new IllegalArgumentException("image of " + imageSizeBytes + " B");
        }
        boolean already =
                state().secondary() == SecondaryContent.PENDING && state().candidateSizeBytes() == imageSizeBytes;
        if (!already) {
            journal.append(new JournalEvent.Pending(imageSizeBytes));
        }
    }

    /**
     * Keeps the running image for good: one record decides. Then the security counter follows, if the release raises
     * it; a power cut in between leaves that to the next boot. No effect on a confirmed image.
     */
    public void confirm() throws IOException {
        if (confirmed()) {
            return;
        }
        journal.append(new JournalEvent.Confirmed());
        Optional<ImageFacts> facts = platform.verifier().describe(runningEnvelope());
        if (facts.isPresent()) {
            platform.otp().raiseSecurityCounter(facts.get().securityCounter());
        }
    }

    /** Restarts the device. Returns at once. */
    public void reset() {
        resetLine.run();
    }

    private long imageBytesOf(Bytes envelope) {
        return platform.verifier()
                .describe(envelope)
                .map(ImageFacts::sizeBytes)
                .orElseThrow(() -> new IllegalArgumentException("the envelope cannot be read"));
    }

    private JournalState state() {
        return journal.state().orElseThrow(() -> new IllegalStateException("journal is " + journal.condition()));
    }
}
