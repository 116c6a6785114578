package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.cose.DecryptionKey;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.process.Handling;
import io.moult.suit.process.Recipient;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A directory as a recipient: one file a component, replaced whole or not at all; sequence numbers and who counts on what
 * beside them. A component's metadata is no more than a wish here: every component is a plain file. Owned by one thread.
 *
 * <p>What is done between {@link #begin} and {@link #commit} counts all at once, whatever is cut short: until then it is
 * read here, and the directory says what it said before. Otherwise each change counts as it is made.
 */
public final class DirectoryRecipient implements Recipient {
    private static final UUID NOBODY = new UUID(0, 0);

    private final AtomicFiles directory;
    private final StagedFiles files;
    private final PayloadStore store;
    private final RecipientIdentity identity;
    private final Surroundings surroundings;
    private RecipientState state;
    private boolean begun;

    private DirectoryRecipient(
            AtomicFiles directory,
            RecipientState state,
            RecipientIdentity identity,
            Surroundings surroundings,
            List<DecryptionKey> keys) {
        this.directory = directory;
        this.files = new StagedFiles(directory);
        this.state = state;
        this.store = new PayloadStore(files, keys);
        this.identity = identity;
        this.surroundings = surroundings;
    }

    /** Opens a directory, made if need be; what counted already is completed, and what did not is forgotten. */
    public static DirectoryRecipient open(
            Path directory, RecipientIdentity identity, Surroundings surroundings, List<DecryptionKey> keys)
            throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        DirectoryRecipient recipient =
                new DirectoryRecipient(files, RecipientState.open(files), identity, surroundings, keys);
        recipient.complete();
        recipient.files.forgetAll();
        return recipient;
    }

    /** From now on nothing counts before {@link #commit}. */
    public void begin() {
        begun = true;
        state.hold();
    }

    /** All that was done counts. */
    public void commit() throws IOException {
        begun = false;
        StagedFiles.Changes changes = files.changes();
        state.write(changes);
        complete();
    }

    /** Nothing that was done since {@link #begin} ever counts. */
    public void abandon() throws IOException {
        begun = false;
        files.forgetAll();
        state = RecipientState.open(directory);
    }

    private void complete() throws IOException {
        Optional<StagedFiles.Changes> underWay = state.underWay();
        if (underWay.isPresent()) {
            files.carryOut(underWay.get());
            state.settle();
        }
    }

    /** One change of one file, which needs no record to be whole. */
    private void countAtOnce() throws IOException {
        if (!begun) {
            files.carryOut(files.changes());
        }
    }

    /** The sequence number below which a manifest is refused, unsigned. */
    public long minimumSequenceNumber(Manifest manifest) {
        return state.sequenceNumber(placeOf(manifest));
    }

    /** The same for a manifest that others depend on, in the component that holds it. */
    public long minimumSequenceNumber(ComponentId holder) {
        return state.sequenceNumber(ComponentKey.of(holder));
    }

    /** Manifests have been installed that others depend on: their sequence numbers count from now on. */
    public void installedDependencies(Map<ComponentId, Manifest> dependencies, Map<ComponentId, Digest> digests)
            throws IOException {
        for (Map.Entry<ComponentId, Manifest> one : dependencies.entrySet()) {
            state.raise(
                    ComponentKey.of(one.getKey()),
                    one.getValue().sequenceNumber(),
                    Objects.requireNonNull(digests.get(one.getKey())));
        }
    }

    /** A root manifest has been installed: its sequence number counts from now on, and its version. */
    public void installed(Manifest manifest, Digest digest) throws IOException {
        state.installed(
                placeOf(manifest),
                new RecipientState.Installed(
                        manifest.sequenceNumber(), digest, manifest.version(), manifest.components()));
    }

    /** Whether an update by this manifest repeats the last one in its place, or is the first one there. */
    public boolean mayInstallAgain(Manifest manifest, Digest digest) {
        return state.mayInstallAgain(placeOf(manifest), digest);
    }

    /** The same for a manifest that others depend on, in the component that holds it. */
    public boolean mayInstallAgain(ComponentId holder, Digest digest) {
        return state.mayInstallAgain(ComponentKey.of(holder), digest);
    }

    private static String placeOf(Manifest manifest) {
        return manifest.componentId().map(ComponentKey::of).orElse("");
    }

    /**
     * Puts a payload into a component.
     *
     * @param mostBytes more octets are refused
     */
    public Optional<Refusal> store(
            ComponentId component, InputStream payload, Handling handling, OptionalLong mostBytes) throws IOException {
        Optional<Refusal> refused =
                store.store(ComponentFileName.of(component), payload, handling.encryptionInfo(), mostBytes);
        countAtOnce();
        return refused;
    }

    /** The octets of a component as a stream; none if it is empty. */
    public InputStream open(ComponentId component) throws IOException {
        return files.open(ComponentFileName.of(component));
    }

    @Override
    public UUID vendorId() {
        return identity.vendorId().orElse(NOBODY);
    }

    @Override
    public UUID classId() {
        return identity.classId().orElse(NOBODY);
    }

    @Override
    public boolean isOfVendor(ComponentId component, UUID vendor) {
        return identity.vendorId().isEmpty() || identity.vendorId().get().equals(vendor);
    }

    @Override
    public boolean isOfClass(ComponentId component, UUID deviceClass) {
        return identity.classId().isEmpty() || identity.classId().get().equals(deviceClass);
    }

    @Override
    public Optional<UUID> deviceId() {
        return identity.deviceId();
    }

    @Override
    public boolean hasComponent(ComponentId component) {
        return true;
    }

    @Override
    public long slot(ComponentId component) {
        return surroundings.slot();
    }

    @Override
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        return files.read(ComponentFileName.of(component), offsetBytes, lengthBytes);
    }

    @Override
    public OptionalLong sizeBytes(ComponentId component) throws IOException {
        return OptionalLong.of(files.sizeBytes(ComponentFileName.of(component)).orElse(0));
    }

    @Override
    public Optional<Version> version(ComponentId component) {
        return state.version(component);
    }

    @Override
    public OptionalLong epochSeconds() {
        return surroundings.epochSeconds().get();
    }

    @Override
    public OptionalLong batteryMilliwattHours() {
        return surroundings.batteryMilliwattHours();
    }

    @Override
    public boolean authorizes(OptionalLong priority) {
        return surroundings.authorized();
    }

    @Override
    public Arrival arrival(WaitEvent event) {
        return surroundings.arrival(event);
    }

    @Override
    public Set<ComponentId> holders(ComponentId component) {
        return state.holders(component);
    }

    @Override
    public Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) throws IOException {
        return store(component, new ByteArrayInputStream(content.toArray()), handling, OptionalLong.empty());
    }

    /** All of the source: a component is its file, whatever size is said. */
    @Override
    public Optional<Refusal> copy(ComponentId source, ComponentId target, OptionalLong sizeBytes, Handling handling)
            throws IOException {
        if (!files.exists(ComponentFileName.of(source))) {
            return Optional.of(new Refusal(RefusalReason.INSTALL_FAILED, "there is nothing in " + source));
        }
        try (InputStream octets = open(source)) {
            return store(target, octets, handling, OptionalLong.empty());
        }
    }

    @Override
    public Optional<Refusal> swap(ComponentId source, ComponentId target) throws IOException {
        String one = ComponentFileName.of(source);
        String other = ComponentFileName.of(target);
        if (!files.exists(one) || !files.exists(other) || one.equals(other)) {
            return Optional.of(new Refusal(
                    RefusalReason.INSTALL_FAILED, "there are not two images to swap in " + source + " and " + target));
        }
        files.exchange(one, other);
        if (!begun) {
            commit();
        }
        return Optional.empty();
    }

    @Override
    public void link(ComponentId component, ComponentId holder) throws IOException {
        state.link(component, holder);
    }

    @Override
    public boolean unlink(ComponentId component, ComponentId holder) throws IOException {
        return state.unlink(component, holder);
    }

    @Override
    public Optional<Refusal> remove(ComponentId component) throws IOException {
        files.remove(ComponentFileName.of(component));
        countAtOnce();
        return Optional.empty();
    }
}
