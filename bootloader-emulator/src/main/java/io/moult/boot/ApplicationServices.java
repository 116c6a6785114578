package io.moult.boot;

import io.moult.boot.flash.Flash;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.SetFacts;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalEvent;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.Provisioning;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a running application may do with flash and journal: stage a candidate, ask for its trial, keep its own set,
 * restart. The staging places, the candidate's envelope area and the journal are all it can write; what is executed, and
 * the bootloader, are out of its reach. Made after a boot and thrown away at the next reset. Owned by one thread.
 *
 * <p>A call that the state forbids is a bug of the caller: {@link IllegalStateException}.
 */
public final class ApplicationServices {
    private final BootPlatform platform;
    private final Topology topology;
    private final BootReport report;
    private final boolean recovery;
    private final Runnable resetLine;
    private final Journal journal;
    private final EnvelopeStore envelopes;
    private Optional<BootOutcome> boot = Optional.empty();
    private final Map<Integer, StagingWriter> writers = new HashMap<>();

    /**
     * @param resetLine restarts the device; returns at once
     */
    public ApplicationServices(BootPlatform platform, BootOutcome.Started boot, Runnable resetLine) throws IOException {
        this(platform, boot.report(), boot.recovery(), resetLine);
        this.boot = Optional.of(boot);
    }

    /** For one who stands in for the application without having been booted: a tool at the bench, or the recovery. */
    public ApplicationServices(BootPlatform platform, BootReport report, Runnable resetLine) throws IOException {
        this(platform, report, report.event() == BootReport.Event.RECOVERY, resetLine);
    }

    private ApplicationServices(BootPlatform platform, BootReport report, boolean recovery, Runnable resetLine)
            throws IOException {
        int sides = platform.journal().state().map(JournalState::sides).orElse(0);
        this.platform = platform.ofServices(sides);
        this.topology = platform.topology();
        this.report = report;
        this.recovery = recovery;
        this.resetLine = resetLine;
        this.journal = this.platform.journal();
        this.envelopes = this.platform.envelopes();
    }

    /** Who the device is and whom it trusts; empty on a device that has not been provisioned: it takes no updates. */
    public Optional<Provisioning> provisioning() {
        return platform.otp().provisioning();
    }

    /** Whom the device believes, and for what; empty on a device that has not been provisioned. */
    public Optional<DeviceTrust> trust() {
        return DeviceTrust.of(platform.otp());
    }

    /** Unsigned 64 bit. */
    public long securityCounter() {
        return platform.otp().securityCounter();
    }

    // ---- the staging area

    /** How the bootloader of this device wants candidates put down. */
    public StorageFormat storageFormat() {
        return StorageFormat.BLOCKS;
    }

    /** Called by a client before it stages anything: with the format that it was built for. */
    public void requireStorageFormat(StorageFormat client) throws StorageFormatException {
        if (!client.equals(storageFormat())) {
            throw new StorageFormatException(client, storageFormat());
        }
    }

    /** What the device can run: every envelope names all of them. */
    public List<ComponentId> components() {
        return topology.components().stream().map(ComponentPlace::id).toList();
    }

    /** The largest image of the first component that fits, in octets. */
    public long capacityBytes() {
        return topology.components().get(0).slotBytes();
    }

    /** The unit of durable progress of the first component, in octets: a write may start again at a multiple of it. */
    public int sectorBytes() {
        return topology.components().get(0).blockBytes();
    }

    /** The largest envelope (without payloads) that fits beside the images, in octets. */
    public int envelopeCapacityBytes() {
        return topology.envelopeBytes();
    }

    /**
     * Gives up whatever was staged, or the previous set, and keeps this envelope (without payloads) for a new candidate,
     * durably. Only while the running set is confirmed, or golden images run. The envelope must be one that can be read:
     * its manifest says how large the images are, and which of them differ from what runs: see {@link #staging}. Or it is a
     * change of whom the device believes, which brings none: the bootloader judges it as it does a candidate.
     */
    public void begin(Bytes envelope) throws IOException {
        boolean images = !DeviceTrust.isChange(envelope);
        if (images) {
            requireRoom(factsOf(envelope));
        }
        if (platform.lacksDeviceKey()) {
            throw new IllegalStateException("the device has no key to encrypt its external flash with");
        }
        if (recovery
                && !journal.state()
                        .filter(state -> state.phase().takesCandidates())
                        .isPresent()) {
            journal.format(JournalState.givenUp(
                    journal.state().map(JournalState::runningArea).orElse(EnvelopeArea.A)));
        }
        if (!state().phase().takesCandidates()) {
            throw new IllegalStateException("the running image is not confirmed; nothing can be staged");
        }
        if (state().secondary() != SecondaryContent.NONE) {
            journal.append(new JournalEvent.Discarded());
        }
        writers.clear();
        Changes changes = images ? changesOf(factsOf(envelope)) : Changes.NONE;
        envelopes.write(state().runningArea().other(), envelope, state().generation() + 1);
        journal.append(new JournalEvent.Staged(SetVerifier.sha256(envelope), changes));
        for (int component : changes.components()) {
            long imageBytes = imageBytes(factsOf(envelope), component);
            writers.put(component, StagingWriter.ofNewImage(stagingFlash(), stagingOffset(component), imageBytes));
        }
    }

    /** The components whose images {@link #begin} would wait for, were it given this envelope. Writes nothing. */
    public List<ComponentId> changedBy(Bytes envelope) throws IOException {
        SetFacts facts = factsOf(envelope);
        requireRoom(facts);
        return idsOf(changesOf(facts));
    }

    private Changes changesOf(SetFacts coming) throws IOException {
        Optional<SetFacts> running =
                recovery ? Optional.empty() : platform.verifier().describe(runningEnvelope());
        return new SetChanges(topology).between(running, coming);
    }

    private List<ComponentId> idsOf(Changes changes) {
        return changes.components().stream()
                .map(component -> topology.components().get(component).id())
                .toList();
    }

    /** The envelope that {@link #begin} kept, if a candidate is being staged; empty octets otherwise. */
    public Bytes stagedEnvelope() throws IOException {
        return envelopes
                .read(state().runningArea().other())
                .filter(envelope -> SetVerifier.sha256(envelope).equals(state().candidateDigest()))
                .orElse(Bytes.EMPTY);
    }

    /** The components whose images the staged candidate brings; the others stay as they are. */
    public List<ComponentId> staging() {
        return idsOf(state().changes());
    }

    /**
     * Writes octets of a component's image. Offsets ascend without gap; a write may also start again at any sector
     * boundary at or below the last one reached, and then that sector is erased anew. The octets survive the end of the
     * process when it returns, except that up to one program unit at the end of a write waits for the octets after it,
     * unless the image ends there: durable progress is counted in sectors.
     */
    public void write(ComponentId component, long offsetBytes, Bytes octets) throws IOException {
        if (state().secondary() != SecondaryContent.STAGED) {
            throw new IllegalStateException("no candidate is being staged: " + state().secondary());
        }
        int index = staged(component);
        StagingWriter writer = writers.get(index);
        if (writer == null) {
            long imageBytes = imageBytes(factsOf(stagedEnvelope()), index);
            writer = new StagingWriter(stagingFlash(), stagingOffset(index), imageBytes);
            writers.put(index, writer);
        }
        writer.write(offsetBytes, octets);
    }

    /** The same, where a candidate brings one image only. */
    public void write(long offsetBytes, Bytes octets) throws IOException {
        if (state().secondary() != SecondaryContent.STAGED) {
            throw new IllegalStateException("no candidate is being staged: " + state().secondary());
        }
        write(onlyStaged(), offsetBytes, octets);
    }

    /** Reads staged image octets. */
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        int index = topology.indexOf(component);
        ComponentPlace place = topology.components().get(index);
        if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes > place.slotBytes()) {
            throw new IndexOutOfBoundsException(
                    lengthBytes + " B at " + offsetBytes + " of a slot of " + place.slotBytes() + " B");
        }
        byte[] octets = stagingFlash()
                .read(stagingOffset(index) + offsetBytes, lengthBytes)
                .toArray();
        StagingWriter writer = writers.get(index);
        if (writer != null) {
            writer.overlay(offsetBytes, octets);
        }
        return Bytes.wrap(octets);
    }

    /** The same, where a candidate brings one image only. */
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        boolean one = state().changes().components().size() == 1;
        return read(one ? onlyStaged() : topology.components().get(0).id(), offsetBytes, lengthBytes);
    }

    /** What the next boot will make of the staged candidate, where nothing runs that it would have to be newer than. */
    public ImageVerdict examineStaged() throws IOException {
        return new SetVerifier(platform).candidate(state(), Optional.empty()).verdict();
    }

    /** Gives the candidate up. Idempotent; the previous set, if that is there, stays. */
    public void discard() throws IOException {
        SecondaryContent content = state().secondary();
        if (content == SecondaryContent.STAGED || content == SecondaryContent.PENDING) {
            journal.append(new JournalEvent.Discarded());
        }
    }

    // ---- the boot control

    /** What the bootloader reported of the boot that led to this run. */
    public BootReport bootReport() {
        return report;
    }

    /**
     * What was measured in that boot, signed by the device: a {@link io.moult.attest.SignedEvidence}. Empty octets where
     * the device has no key, or there was no boot. Each call signs anew.
     */
    public Bytes signedBootReport() throws IOException {
        return boot.isPresent() ? MeasuredBoot.signed(platform, boot.get()).orElse(Bytes.EMPTY) : Bytes.EMPTY;
    }

    /** The envelope kept beside the running images. */
    public Bytes runningEnvelope() throws IOException {
        if (recovery) {
            return envelopes.readGolden().orElse(Bytes.EMPTY);
        }
        return envelopes.read(state().runningArea()).orElse(Bytes.EMPTY);
    }

    /** True unless the running set is still on trial; golden images are on none. */
    public boolean confirmed() {
        return recovery || state().confirmed();
    }

    /**
     * The staged candidate, of so many octets together, is to be tried at the next boot; or the staged change of trust, of
     * none, to be judged and made. Idempotent.
     */
    public void requestTrialBoot(long imageSizeBytes) throws IOException {
        long room = topology.components().stream()
                .mapToLong(ComponentPlace::slotBytes)
                .sum();
        int least = DeviceTrust.isChange(stagedEnvelope()) ? 0 : 1;
        if (imageSizeBytes < least || imageSizeBytes > room) {
            throw new IllegalArgumentException("image of " + imageSizeBytes + " B");
        }
        boolean already =
                state().secondary() == SecondaryContent.PENDING && state().candidateSizeBytes() == imageSizeBytes;
        if (!already) {
            journal.append(new JournalEvent.Pending(imageSizeBytes));
        }
    }

    /** The same for the whole staged candidate, however large its manifest says it is. */
    public void requestTrialBoot() throws IOException {
        Bytes envelope = stagedEnvelope();
        requestTrialBoot(
                DeviceTrust.isChange(envelope)
                        ? 0
                        : new SetVerifier(platform).changedBytes(factsOf(envelope), state().changes()));
    }

    /**
     * Keeps the running set for good: one record decides. Then the security counter follows, if the release raises it; a
     * power cut in between leaves that to the next boot. No effect on a confirmed set.
     */
    public void confirm() throws IOException {
        if (confirmed()) {
            return;
        }
        journal.append(new JournalEvent.Confirmed());
        Optional<SetFacts> facts = platform.verifier().describe(runningEnvelope());
        if (facts.isPresent()) {
            platform.otp().raiseSecurityCounter(facts.get().securityCounter());
        }
    }

    /** Restarts the device. Returns at once. */
    public void reset() {
        resetLine.run();
    }

    private SetFacts factsOf(Bytes envelope) {
        return platform.verifier()
                .describe(envelope)
                .orElseThrow(() -> new IllegalArgumentException("the envelope cannot be read"));
    }

    private void requireRoom(SetFacts facts) {
        if (facts.images().size() != topology.components().size()) {
            throw new IllegalArgumentException(
                    "the envelope names " + facts.images().size() + " components; there are "
                            + topology.components().size());
        }
        for (ImageFacts image : facts.images()) {
            int index = topology.indexOf(image.component());
            if (index < 0) {
                throw new IllegalArgumentException("there is no component " + image.component());
            }
            long room = topology.components().get(index).slotBytes();
            if (image.sizeBytes() > room) {
                throw new IllegalArgumentException("image of " + image.sizeBytes() + " B; a slot holds " + room + " B");
            }
        }
    }

    private long imageBytes(SetFacts facts, int component) {
        return facts.of(topology.components().get(component).id())
                .map(ImageFacts::sizeBytes)
                .orElseThrow();
    }

    private ComponentId onlyStaged() {
        List<ComponentId> staging = staging();
        if (staging.size() != 1) {
            throw new IllegalStateException("say which component: the candidate brings " + staging);
        }
        return staging.get(0);
    }

    private int staged(ComponentId component) {
        int index = topology.indexOf(component);
        if (index < 0 || !state().changes().changes(index)) {
            throw new IllegalArgumentException("the candidate brings no image of " + component);
        }
        return index;
    }

    private Flash stagingFlash() {
        return platform.ofGeneration(state().generation());
    }

    private long stagingOffset(int component) {
        return platform.places().stagingOffset(component, state().sides());
    }

    private JournalState state() {
        return journal.state().orElseThrow(() -> new IllegalStateException("journal is " + journal.condition()));
    }
}
