package io.moult.boot;

import io.moult.boot.flash.EncryptedFlash;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashAccess;
import io.moult.boot.flash.GuardedFlash;
import io.moult.boot.flash.SectorKey;
import io.moult.boot.image.Decisions;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetPlaces;
import io.moult.boot.journal.Journal;
import io.moult.boot.otp.DeviceKeys;
import io.moult.boot.otp.Otp;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.MasterAccess;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a bootloader has: flash, one-time-programmable memory, and the code that verifies.
 *
 * @param decisions where its decisions pass through
 */
public record BootPlatform(
        Flash flash, Topology topology, Otp otp, ImageVerifier verifier, TrialBudget trials, Decisions decisions) {

    public BootPlatform {
        Objects.requireNonNull(flash);
        Objects.requireNonNull(topology);
        Objects.requireNonNull(otp);
        Objects.requireNonNull(verifier);
        Objects.requireNonNull(trials);
        Objects.requireNonNull(decisions);
        if (!flash.geometry().equals(topology.geometry())) {
            throw new IllegalArgumentException(
                    "topology on " + topology.geometry() + " and a flash of " + flash.geometry());
        }
    }

    public BootPlatform(Flash flash, Topology topology, Otp otp, ImageVerifier verifier, TrialBudget trials) {
        this(flash, topology, otp, verifier, trials, Decisions.SOUND);
    }

    /** The journal as it is now. */
    Journal journal() throws IOException {
        return new Journal(flash, topology.journal());
    }

    EnvelopeStore envelopes() {
        return new EnvelopeStore(flash, topology);
    }

    /** Where images lie. */
    public SetPlaces places() {
        return new SetPlaces(topology, flash, this::ofGeneration);
    }

    /**
     * The flash with its encrypted slots deciphered by the keys of a generation, and enciphered on the way there. Without a
     * device key ciphertext is read as it is, and believed by nobody.
     */
    Flash ofGeneration(int generation) {
        Optional<Bytes> rootKey = otp.deviceKeys().map(DeviceKeys::rootKey);
        Flash view = flash;
        for (int slot = 0; slot < topology.components().size() && rootKey.isPresent(); slot++) {
            SectorRange secondary = topology.components().get(slot).secondary();
            if (topology.isEncrypted(secondary)) {
                SectorKey key = SectorKey.derive(rootKey.get(), slot, generation);
                view = new EncryptedFlash(view, key, secondary.first(), secondary.count());
            }
        }
        return view;
    }

    /**
     * What the application's services can write: journal, envelope areas, and the places where images are staged while
     * these sides run. A slip in them reaches nothing that is executed.
     */
    BootPlatform ofServices(int sides) {
        List<FlashAccess> grants = new ArrayList<>();
        grants.add(FlashAccess.readOnly(0, topology.geometry().sectorCount()));
        for (SectorRange range : List.of(topology.journal(), topology.envelopeA(), topology.envelopeB())) {
            grants.add(FlashAccess.full(range.first(), range.count()));
        }
        for (int i = 0; i < topology.components().size(); i++) {
            ComponentPlace place = topology.components().get(i);
            boolean second = topology.strategy().changesSides() && (sides >> i & 1) != 0;
            SectorRange staging = second ? place.primary() : place.secondary();
            grants.add(FlashAccess.full(staging.first(), staging.count()));
        }
        Flash guarded = new GuardedFlash(flash, "application services", grants);
        return new BootPlatform(guarded, topology, otp, verifier, trials, decisions);
    }

    /** Whether something is to be kept encrypted, and there is no key for it. */
    boolean lacksDeviceKey() {
        return !topology.encryptedParts().isEmpty() && otp.deviceKeys().isEmpty();
    }

    /** The flash as one of the topology's masters may use it while it runs; IllegalArgumentException for a stranger. */
    public Flash viewOf(String master) {
        MasterAccess access = topology.masters().stream()
                .filter(one -> one.master().equals(master))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no master " + master));
        List<FlashAccess> grants = new ArrayList<>();
        access.writable().forEach(range -> grants.add(FlashAccess.full(range.first(), range.count())));
        access.readable().forEach(range -> grants.add(FlashAccess.readOnly(range.first(), range.count())));
        return new GuardedFlash(flash, master, grants);
    }
}
