package io.moult.boot;

import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SetFacts;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.Provisioning;
import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlans;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final SetVerifier verifier;

    private DeviceStatus(BootPlatform platform, NorFlash medium) {
        this.platform = platform;
        this.medium = medium;
        this.verifier = new SetVerifier(platform);
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

    private static String pem(Bytes publicKey) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.toArray())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** A device that runs may be changing journal sectors just then; the next look finds one of them. */
    private Journal journal() throws IOException {
        Journal journal = platform.journal();
        for (int look = 1; look < 3 && journal.condition() != Journal.Condition.INTACT; look++) {
            journal = platform.journal();
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
        Optional<DeviceTrust> trust = DeviceTrust.of(platform.otp());
        map.put(
                "trustAnchors",
                trust.map(now -> now.policy().authorities().size()).orElse(0));
        map.put("trust", trust.isPresent() ? TrustStatus.of(trust.get()) : null);
        map.put(
                "reportKey",
                platform.otp()
                        .deviceKeys()
                        .map(keys -> (Object) pem(keys.publicKey()))
                        .orElse(null));
        map.put("securityCounter", unsigned(platform.otp().securityCounter()));
        Topology topology = platform.topology();
        map.put("topology", topology.name());
        map.put("strategy", lower(topology.strategy()));
        map.put("slotSizeBytes", topology.components().get(0).slotBytes());
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
        SetLook look = verifier.running(state.runningArea(), state.sides());
        Map<String, Object> map = set(state.runningArea(), look);
        map.put("confirmed", state.confirmed());
        map.put("attempts", state.attempts());
        boolean unvouched = look.verified() && platform.otp().provisioning().isEmpty();
        map.put("note", unvouched ? BootRom.NOBODY_VOUCHES : null);
        return map;
    }

    /** The set to go back to. */
    private @Nullable Map<String, Object> other(JournalState state) throws IOException {
        return state.secondary() == SecondaryContent.PREVIOUS
                ? set(state.runningArea().other(), verifier.previous(state))
                : null;
    }

    /** The candidate, arriving or whole. */
    private @Nullable Map<String, Object> staged(JournalState state) throws IOException {
        boolean arriving = state.secondary() == SecondaryContent.STAGED;
        if (!arriving && state.secondary() != SecondaryContent.PENDING) {
            return null;
        }
        if (verifier.changeOfTrust(state).isPresent()) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("changeOfTrust", true);
            change.put("pending", !arriving);
            return change;
        }
        Optional<SetFacts> running =
                verifier.running(state.runningArea(), state.sides()).facts().filter(facts -> state.confirmed());
        SetLook look = verifier.candidate(state, running);
        Map<String, Object> map = set(state.runningArea().other(), look);
        map.put("pending", !arriving);
        boolean anotherDigest = look.verdict()
                .refusal()
                .filter(refusal -> refusal.reason() == RefusalReason.IMAGE_DIGEST)
                .isPresent();
        if (arriving && anotherDigest) {
            map.put("reason", "not whole: still arriving, or cut off");
        }
        return map;
    }

    /** A set; what is said of an image at its top is said of the last one that starts. */
    private Map<String, Object> set(EnvelopeArea area, SetLook look) throws IOException {
        Optional<SetFacts> facts = verifier.describe(area);
        List<Map<String, Object>> images = new ArrayList<>();
        for (ImageFacts image : facts.map(SetFacts::images).orElse(List.of())) {
            if (look.images().has(image.component())) {
                images.add(image(image, look.images().image(image.component())));
            }
        }
        Map<String, Object> map = new LinkedHashMap<>();
        Map<String, Object> main = images.isEmpty() ? Map.of() : images.get(images.size() - 1);
        map.put("slot", main.get("slot"));
        map.put("version", facts.map(SetFacts::version).orElse(null));
        map.put("sequenceNumber", facts.map(f -> unsigned(f.sequenceNumber())).orElse(null));
        map.put("securityCounter", facts.map(f -> unsigned(f.securityCounter())).orElse(null));
        map.put("imageSha256", main.get("imageSha256"));
        map.put("imageSizeBytes", main.get("imageSizeBytes"));
        map.put("manifestDigest", facts.map(f -> f.manifestDigest().hex()).orElse(null));
        map.put("verified", look.verified());
        map.put("reason", look.verified() ? null : look.refusal());
        map.put("components", images);
        return map;
    }

    private Map<String, Object> image(ImageFacts facts, ImageView view) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("component", facts.component().toString());
        map.put("slot", slotAt(view.flashOffsetBytes()));
        map.put("firstSector", platform.topology().geometry().sectorAt(view.flashOffsetBytes()));
        boolean fits = facts.sizeBytes() <= view.capacityBytes();
        map.put("imageSha256", fits ? view.sha256(facts.sizeBytes()).hex() : null);
        map.put("imageSizeBytes", facts.sizeBytes());
        return map;
    }

    private String slotAt(long offset) {
        int sector = platform.topology().geometry().sectorAt(offset);
        boolean primary = platform.topology().components().stream()
                .anyMatch(place -> place.primary().contains(sector));
        return primary ? "primary" : "secondary";
    }

    private @Nullable Map<String, Object> swap(JournalState state) {
        if (state.phase() != Phase.INSTALLING && state.phase() != Phase.REVERTING) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("direction", state.phase() == Phase.INSTALLING ? "install" : "revert");
        Direction direction = state.phase() == Phase.INSTALLING ? Direction.INSTALL : Direction.REVERT;
        int steps = SwapPlans.proven(platform.topology(), direction, state.changes())
                .map(plan -> plan.steps().size())
                .orElse(0);
        map.put(
                "blocks",
                state.changes().blocks().stream().mapToInt(Integer::intValue).sum());
        map.put("steps", steps);
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
        int most = 0;
        for (int sector = 0; sector < platform.topology().geometry().sectorCount(); sector++) {
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
