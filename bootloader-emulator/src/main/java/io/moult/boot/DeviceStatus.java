package io.moult.boot;

import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageView;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is in a device's files, read from them alone and without writing, also while the device runs. The form is that
 * of the JSON of {@code boot state}: names are stable, absent things are null.
 */
public final class DeviceStatus {
    private final BootPlatform platform;
    private final NorFlash medium;
    private final SlotVerifier verifier;

    private DeviceStatus(BootPlatform platform, NorFlash medium) {
        this.platform = platform;
        this.medium = medium;
        this.verifier = new SlotVerifier(platform);
    }

    /** Reads a device; an IOException says in one sentence what is wrong with its files. */
    public static Map<String, Object> read(Path dir) throws IOException {
        return read(DeviceFiles.in(dir));
    }

    /** The same, for files anywhere. */
    public static Map<String, Object> read(DeviceFiles files) throws IOException {
        try (DeviceStorage storage = DeviceStorage.openReadOnly(files)) {
            return of(storage);
        }
    }

    /** The same, of a device that is open. */
    public static Map<String, Object> of(DeviceStorage storage) throws IOException {
        return new DeviceStatus(storage.platform(), storage.flash()).toMap();
    }

    /** A device that runs may be changing journal sectors just then; the next look finds one of them. */
    private Journal journal() throws IOException {
        Journal journal = new Journal(platform.flash(), platform.layout().journalFirstSector());
        for (int look = 1; look < 3 && journal.condition() != Journal.Condition.INTACT; look++) {
            journal = new Journal(platform.flash(), platform.layout().journalFirstSector());
        }
        return journal;
    }

    private Map<String, Object> toMap() throws IOException {
        Journal journal = journal();
        boolean intact = journal.condition() == Journal.Condition.INTACT;
        Optional<JournalState> known = intact ? journal.state() : new Salvage(platform).derive();
        Map<String, Object> map = new LinkedHashMap<>();
        Optional<Provisioning> owner = platform.otp().provisioning();
        map.put("provisioned", owner.isPresent());
        map.put("vendorId", owner.map(o -> (Object) o.vendorId().toString()).orElse(null));
        map.put("classId", owner.map(o -> (Object) o.classId().toString()).orElse(null));
        map.put("trustAnchors", owner.map(o -> o.trustAnchors().size()).orElse(0));
        map.put("securityCounter", unsigned(platform.otp().securityCounter()));
        map.put("slotSizeBytes", platform.layout().slotBytes());
        map.put("running", known.isPresent() ? running(known.get()) : null);
        map.put("other", known.isPresent() ? other(known.get()) : null);
        map.put("staged", known.isPresent() ? staged(known.get()) : null);
        map.put("swap", known.isPresent() ? swap(known.get()) : null);
        map.put(
                "lastFailure",
                known.map(JournalState::note).filter(note -> !note.isEmpty()).orElse(null));
        map.put("journal", journal(journal, known));
        map.put("mostErasesOfASector", mostErases());
        return map;
    }

    private Map<String, Object> running(JournalState state) throws IOException {
        ImageView image = ImageView.primary(platform.flash(), platform.layout());
        Map<String, Object> map =
                slot("primary", status(state.runningArea(), image, verifier.primary(state.runningArea())));
        map.put("confirmed", state.confirmed());
        map.put("attempts", state.attempts());
        boolean unvouched = Boolean.TRUE.equals(map.get("verified"))
                && platform.otp().provisioning().isEmpty();
        map.put("note", unvouched ? BootRom.NOBODY_VOUCHES : null);
        return map;
    }

    /** The image to go back to. */
    private @Nullable Map<String, Object> other(JournalState state) throws IOException {
        if (state.secondary() != SecondaryContent.PREVIOUS) {
            return null;
        }
        EnvelopeArea area = state.runningArea().other();
        ImageView image = ImageView.previous(platform.flash(), platform.layout());
        return slot("secondary", status(area, image, verifier.previous(area)));
    }

    private static boolean isOfAnotherDigest(ImageVerdict verdict) {
        return verdict.refusal()
                .filter(refusal -> refusal.reason() == RefusalReason.IMAGE_DIGEST)
                .isPresent();
    }

    /** The candidate, arriving or whole. */
    private @Nullable Map<String, Object> staged(JournalState state) throws IOException {
        boolean arriving = state.secondary() == SecondaryContent.STAGED;
        if (!arriving && state.secondary() != SecondaryContent.PENDING) {
            return null;
        }
        ImageView image = ImageView.staged(platform.flash(), platform.layout());
        ImageVerdict verdict =
                verifier.candidate(state, verifier.primary(state.runningArea()).facts());
        Map<String, Object> map = slot("secondary", status(state.runningArea().other(), image, verdict));
        map.put("pending", !arriving);
        if (arriving && isOfAnotherDigest(verdict)) {
            map.put("reason", "not whole: still arriving, or cut off");
        }
        return map;
    }

    private SlotStatus status(EnvelopeArea area, ImageView image, ImageVerdict verdict) throws IOException {
        Optional<ImageFacts> facts = verifier.describe(area)
                .filter(f -> f.sizeBytes() <= platform.layout().slotBytes());
        Bytes digest = facts.isPresent() ? image.sha256(facts.get().sizeBytes()) : Bytes.EMPTY;
        return new SlotStatus(
                facts, digest, verdict.refusal().map(Refusal::toString).orElse(""));
    }

    private static Map<String, Object> slot(String slot, SlotStatus status) {
        Map<String, Object> map = new LinkedHashMap<>();
        Optional<ImageFacts> facts = status.facts();
        map.put("slot", slot);
        map.put("version", facts.map(ImageFacts::version).orElse(null));
        map.put("sequenceNumber", facts.map(f -> unsigned(f.sequenceNumber())).orElse(null));
        map.put("securityCounter", facts.map(f -> unsigned(f.securityCounter())).orElse(null));
        map.put("imageSha256", facts.isPresent() ? status.imageSha256().hex() : null);
        map.put("imageSizeBytes", facts.map(ImageFacts::sizeBytes).orElse(null));
        map.put("manifestDigest", facts.map(f -> f.manifestDigest().hex()).orElse(null));
        map.put("verified", status.verified());
        map.put("reason", status.verified() ? null : status.refusal());
        return map;
    }

    private @Nullable Map<String, Object> swap(JournalState state) {
        if (state.phase() != Phase.INSTALLING && state.phase() != Phase.REVERTING) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("direction", state.phase() == Phase.INSTALLING ? "install" : "revert");
        map.put("sectors", state.swapSectors());
        map.put("steps", 2 * state.swapSectors());
        map.put("stepsDone", state.stepsDone());
        return map;
    }

    private static Map<String, Object> journal(Journal journal, Optional<JournalState> known) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("condition", lower(journal.condition()));
        map.put("phase", known.map(state -> lower(state.phase())).orElse(null));
        map.put("secondary", known.map(state -> lower(state.secondary())).orElse(null));
        map.put("records", journal.records());
        map.put("sector", journal.sector());
        return map;
    }

    private int mostErases() {
        FlashLayout layout = platform.layout();
        int most = 0;
        for (int sector = 0; sector < layout.geometry().sectorCount(); sector++) {
            most = Math.max(most, medium.eraseCount(sector));
        }
        return most;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
