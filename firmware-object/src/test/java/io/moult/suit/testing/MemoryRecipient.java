package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DecryptionKey;
import io.moult.cose.DecryptionStart;
import io.moult.cose.PayloadDecryption;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.process.Handling;
import io.moult.suit.process.Recipient;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** A device of any number of components in memory, whose parts a test changes. */
public final class MemoryRecipient implements Recipient {
    public UUID vendorId = ManifestSketch.VENDOR;
    public UUID classId = ManifestSketch.DEVICE_CLASS;
    public Optional<UUID> deviceId = Optional.empty();
    public OptionalLong epochSeconds = OptionalLong.empty();
    public OptionalLong battery = OptionalLong.empty();
    public boolean authorized;
    public Arrival arrival = Arrival.UNSUPPORTED;
    public long slot;
    public long octetsRead;
    /** Whether it is of every vendor and class. */
    public boolean anybody;
    /** What opens the payloads that come encrypted. */
    public List<DecryptionKey> keys = List.of();

    public final Map<ComponentId, Bytes> stored = new HashMap<>();
    public final Map<ComponentId, Version> versions = new HashMap<>();
    public final Map<ComponentId, Set<ComponentId>> holders = new HashMap<>();
    public final Set<ComponentId> missing = new HashSet<>();
    /** What was done, one line each. */
    public final List<String> deeds = new ArrayList<>();

    public Bytes at(String component) {
        return stored.getOrDefault(ComponentId.of(component), Bytes.EMPTY);
    }

    public void put(String component, Bytes octets) {
        stored.put(ComponentId.of(component), octets);
    }

    @Override
    public UUID vendorId() {
        return vendorId;
    }

    @Override
    public UUID classId() {
        return classId;
    }

    @Override
    public boolean isOfVendor(ComponentId component, UUID vendor) {
        return anybody || vendor.equals(vendorId);
    }

    @Override
    public boolean isOfClass(ComponentId component, UUID deviceClass) {
        return anybody || deviceClass.equals(classId);
    }

    @Override
    public Optional<UUID> deviceId() {
        return deviceId;
    }

    @Override
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        Bytes all = stored.getOrDefault(component, Bytes.EMPTY);
        int from = (int) Math.min(all.length(), offsetBytes);
        Bytes read = all.slice(from, (int) Math.min(all.length(), (long) from + lengthBytes));
        octetsRead += read.length();
        return read;
    }

    @Override
    public OptionalLong sizeBytes(ComponentId component) {
        return OptionalLong.of(stored.getOrDefault(component, Bytes.EMPTY).length());
    }

    @Override
    public boolean hasComponent(ComponentId component) {
        return !missing.contains(component);
    }

    @Override
    public long slot(ComponentId component) {
        return slot;
    }

    @Override
    public Optional<Version> version(ComponentId component) {
        return Optional.ofNullable(versions.get(component));
    }

    @Override
    public OptionalLong epochSeconds() {
        return epochSeconds;
    }

    @Override
    public OptionalLong batteryMilliwattHours() {
        return battery;
    }

    @Override
    public boolean authorizes(OptionalLong priority) {
        return authorized;
    }

    @Override
    public Arrival arrival(WaitEvent event) {
        return arrival;
    }

    @Override
    public Set<ComponentId> holders(ComponentId component) {
        return holders.getOrDefault(component, Set.of());
    }

    @Override
    public Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) {
        deeds.add("write " + component);
        Optional<Bytes> plain =
                handling.encryptionInfo().isEmpty() ? Optional.of(content) : decrypted(content, handling);
        plain.ifPresent(octets -> stored.put(component, octets));
        return plain.isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(RefusalReason.IMAGE_DIGEST, "it cannot be decrypted"));
    }

    private Optional<Bytes> decrypted(Bytes content, Handling handling) {
        DecryptionStart start =
                PayloadDecryption.begin(handling.encryptionInfo().orElseThrow(), keys, DecoderLimits.DEFAULT);
        if (!(start instanceof DecryptionStart.Ready ready)) {
            return Optional.empty();
        }
        Bytes head = ready.decryption().update(content);
        return ready.decryption().finish().map(tail -> Bytes.ofHex(head.hex() + tail.hex()));
    }

    @Override
    public Optional<Refusal> copy(ComponentId source, ComponentId target, OptionalLong sizeBytes, Handling handling) {
        deeds.add("copy " + source + " " + target);
        if (!stored.containsKey(source)) {
            return Optional.of(new Refusal(RefusalReason.INSTALL_FAILED, source + " is empty"));
        }
        return write(target, stored.get(source), handling);
    }

    @Override
    public Optional<Refusal> swap(ComponentId source, ComponentId target) {
        deeds.add("swap " + source + " " + target);
        Bytes before = stored.getOrDefault(target, Bytes.EMPTY);
        stored.put(target, stored.getOrDefault(source, Bytes.EMPTY));
        stored.put(source, before);
        return Optional.empty();
    }

    @Override
    public void link(ComponentId component, ComponentId holder) {
        holders.computeIfAbsent(component, none -> new HashSet<>()).add(holder);
    }

    @Override
    public boolean unlink(ComponentId component, ComponentId holder) {
        Set<ComponentId> left = holders.getOrDefault(component, new HashSet<>());
        left.remove(holder);
        return left.isEmpty();
    }

    @Override
    public Optional<Refusal> remove(ComponentId component) {
        deeds.add("remove " + component);
        stored.remove(component);
        return Optional.empty();
    }
}
