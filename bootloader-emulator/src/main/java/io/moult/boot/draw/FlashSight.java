package io.moult.boot.draw;

import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStatus;
import io.moult.boot.DeviceStorage;
import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import io.moult.boot.draw.FlashPicture.Sector;
import io.moult.boot.draw.FlashPicture.Swap;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalHistory;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.swap.SwapPlan;
import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlans;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the picture of a device that is open. Reads only, also while the device runs. */
public final class FlashSight {
    private final DeviceStorage storage;
    private final BootPlatform platform;
    private final Topology topology;
    private final Map<String, Object> status;
    private final Optional<JournalState> state;
    private final Optional<SwapPlan.Step> next;
    private final Map<Integer, Content> owners;

    private FlashSight(DeviceStorage storage) throws IOException {
        this.storage = storage;
        this.platform = storage.platform();
        this.topology = storage.topology();
        this.status = DeviceStatus.of(storage);
        this.state = new Journal(platform.flash(), topology.journal()).state();
        this.next = nextStep();
        this.owners = owners();
    }

    /** The title is the caller's. */
    public static FlashPicture of(String title, DeviceStorage storage) throws IOException {
        return new FlashSight(storage).picture(title);
    }

    private FlashPicture picture(String title) throws IOException {
        List<Area> areas = new ArrayList<>();
        areas.add(area("journal", journalCaption(), topology.journal(), Content.JOURNAL));
        for (EnvelopeArea envelope : EnvelopeArea.values()) {
            SectorRange range = EnvelopeStore.range(topology, envelope);
            areas.add(area("envelope " + envelope, envelopeCaption(envelope), range, Content.ENVELOPE));
        }
        if (topology.goldenEnvelope().isPresent()) {
            areas.add(area(
                    "golden envelope",
                    goldenCaption(),
                    topology.goldenEnvelope().get(),
                    Content.ENVELOPE));
        }
        if (topology.firstStage().isPresent()) {
            areas.add(area("first stage", "never updated", topology.firstStage().get(), Content.RUNNING));
        }
        for (ComponentPlace place : topology.components()) {
            String name = topology.components().size() == 1 ? "" : place.id() + " ";
            areas.add(slot(name + "primary", place.primary()));
            areas.add(slot(name + "secondary", place.secondary()));
            if (place.golden().isPresent()) {
                areas.add(area(name + "golden", "of last resort", place.golden().get(), Content.GOLDEN));
            }
        }
        if (topology.scratch().isPresent()) {
            areas.add(slot("scratch", topology.scratch().get()));
        }
        areas.addAll(unused(areas));
        return new FlashPicture(title, facts(), areas, swap(), journal());
    }

    /** Flash of a platform that nothing was laid out in. */
    private List<Area> unused(List<Area> areas) throws IOException {
        BitSet taken = new BitSet();
        areas.forEach(area -> area.sectors().forEach(sector -> taken.set(sector.index())));
        List<Area> unused = new ArrayList<>();
        int sectors = topology.geometry().sectorCount();
        for (int from = taken.nextClearBit(0); from < sectors; from = taken.nextClearBit(from)) {
            int next = taken.nextSetBit(from);
            int end = next < 0 ? sectors : next;
            unused.add(area("unused", "", new SectorRange(from, end - from), Content.LEFTOVER));
            from = end;
        }
        return unused;
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add(
                topology.name() + ", " + String.valueOf(status.get("strategy")).replace('_', '-') + ", slots of "
                        + topology.components().get(0).slotBytes() + " B");
        topology.geometry().regions().forEach(region -> facts.add(words(region)));
        facts.add(
                Boolean.TRUE.equals(status.get("provisioned"))
                        ? "vendor " + status.get("vendorId") + ", class " + status.get("classId")
                        : "not provisioned: takes no updates");
        facts.add("security counter " + status.get("securityCounter"));
        if (status.get("lastFailure") != null) {
            facts.add("last candidate given up: " + status.get("lastFailure"));
        }
        return facts;
    }

    private static String words(FlashRegion region) {
        return region.part() + " flash: " + region.sectorCount() + " sectors of " + region.sectorBytes()
                + " B, program unit " + region.programUnitBytes() + " B"
                + (region.enduranceErases() == 0 ? "" : ", a sector bears " + region.enduranceErases() + " erases");
    }

    private String goldenCaption() throws IOException {
        return new EnvelopeStore(platform.flash(), topology)
                .readGolden()
                .map(envelope -> envelope.length() + " B")
                .orElse("none");
    }

    private String journalCaption() {
        Map<?, ?> journal = part("journal");
        if (journal == null || !"intact".equals(journal.get("condition"))) {
            return journal == null ? "" : String.valueOf(journal.get("condition"));
        }
        Object records = journal.get("records");
        return records + (Integer.valueOf(1).equals(records) ? " record" : " records") + " in sector "
                + journal.get("sector") + ", " + journal.get("phase");
    }

    private String envelopeCaption(EnvelopeArea area) throws IOException {
        Optional<Bytes> envelope = new EnvelopeStore(platform.flash(), topology).read(area);
        if (envelope.isEmpty()) {
            return "no whole envelope";
        }
        String whose = state.isEmpty()
                ? "nobody knows whose"
                : state.get().runningArea() == area
                        ? "the running image's"
                        : state.get().secondary() == SecondaryContent.NONE ? "of no use" : "the secondary's image's";
        return envelope.get().length() + " B, " + whose;
    }

    private Area slot(String name, SectorRange range) throws IOException {
        List<Sector> cells = new ArrayList<>();
        for (int i = range.first(); i < range.end(); i++) {
            cells.add(sector(i, owners.getOrDefault(i, Content.LEFTOVER)));
        }
        return new Area(name, captionOf(name, range), cells);
    }

    /** Of the set that has an image in these sectors, and of that image. */
    private String captionOf(String name, SectorRange range) {
        for (String set : List.of("running", "staged", "other")) {
            Map<?, ?> part = part(set);
            for (Map<?, ?> image : images(part)) {
                if (part != null && range.contains(firstSector(image))) {
                    return caption(part, image);
                }
            }
        }
        Map<?, ?> running = part("running");
        boolean primary = name.endsWith("primary");
        if (name.equals("scratch")) {
            return "";
        }
        if (primary && running != null && running.get("version") == null) {
            return "unreadable: " + running.get("reason");
        }
        return primary ? "nothing that verifies" : "free";
    }

    private static List<Map<?, ?>> images(@Nullable Map<?, ?> set) {
        List<Map<?, ?>> images = new ArrayList<>();
        if (set != null && set.get("components") instanceof List<?> list) {
            for (Object image : list) {
                if (image instanceof Map<?, ?> map) {
                    images.add(map);
                }
            }
        }
        return images;
    }

    private static int firstSector(Map<?, ?> image) {
        return image.get("firstSector") instanceof Integer first ? first : -1;
    }

    /** Which image the octets of a sector belong to; in the middle of an exchange, what its steps have made of that. */
    private Map<Integer, Content> owners() {
        Map<Integer, Content> owners = new HashMap<>();
        boolean swapping = plan().isPresent();
        own(owners, part("other"), Content.PREVIOUS, swapping);
        own(owners, part("staged"), Content.CANDIDATE, swapping);
        own(owners, part("running"), Content.RUNNING, swapping);
        plan().ifPresent(plan ->
                plan.steps().subList(0, state.orElseThrow().stepsDone()).forEach(step -> copied(owners, step)));
        return owners;
    }

    private void copied(Map<Integer, Content> owners, SwapPlan.Step step) {
        FlashGeometry geometry = topology.geometry();
        long from = topology.offsetOf(step.from()) - topology.offsetOf(step.to());
        for (int sector = step.to().first(); sector < step.to().end(); sector++) {
            int source = geometry.sectorAt(geometry.offsetOfSector(sector) + from);
            owners.put(sector, owners.getOrDefault(source, Content.LEFTOVER));
        }
    }

    private void own(Map<Integer, Content> owners, @Nullable Map<?, ?> set, Content content, boolean swapping) {
        for (Map<?, ?> image : images(set)) {
            if (set == null || !(image.get("imageSizeBytes") instanceof Number size)) {
                continue;
            }
            boolean arriving = Boolean.FALSE.equals(set.get("pending"));
            boolean good = swapping || arriving || Boolean.TRUE.equals(set.get("verified"));
            FlashGeometry geometry = topology.geometry();
            int first = firstSector(image);
            long end = Math.min(geometry.offsetOfSector(first) + size.longValue(), geometry.sizeBytes());
            for (int i = first; i < geometry.sectorCount() && geometry.offsetOfSector(i) < end; i++) {
                owners.put(i, good ? content : Content.UNVERIFIED);
            }
        }
    }

    private String caption(Map<?, ?> set, Map<?, ?> image) {
        String caption = "version " + set.get("version") + ", " + image.get("imageSizeBytes") + " B, ";
        boolean runs = set.get("confirmed") != null;
        if (plan().isPresent()) {
            return caption + (runs ? "on its way out of the primary slot" : "on its way into the primary slot");
        }
        if (runs) {
            caption += Boolean.TRUE.equals(set.get("confirmed"))
                    ? "confirmed"
                    : "on trial, attempt " + set.get("attempts");
        } else if (set.get("pending") != null) {
            caption += Boolean.TRUE.equals(set.get("pending")) ? "to be tried at the next boot" : "staged";
        } else {
            caption += "to go back to";
        }
        return set.get("reason") == null ? caption : caption + "; " + shortened(String.valueOf(set.get("reason")));
    }

    /** A digest is known by its first digits. */
    private static String shortened(String reason) {
        return reason.replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1…");
    }

    private Area area(String name, String caption, SectorRange range, Content content) throws IOException {
        List<Sector> cells = new ArrayList<>();
        for (int i = range.first(); i < range.end(); i++) {
            cells.add(sector(i, content));
        }
        return new Area(name, caption, cells);
    }

    private Sector sector(int index, Content content) throws IOException {
        Bytes octets = platform.flash()
                .read(
                        topology.geometry().offsetOfSector(index),
                        topology.geometry().sectorBytes(index));
        Role role = next.isEmpty()
                ? Role.NONE
                : next.get().from().contains(index)
                        ? Role.READ
                        : next.get().to().contains(index) ? Role.WRITTEN : Role.NONE;
        return new Sector(
                index,
                isErased(octets, topology.geometry().erasedValue(index)) ? Content.BLANK : content,
                role,
                storage.flash().eraseCount(index),
                storage.flash().bad(index));
    }

    private static boolean isErased(Bytes octets, int erasedValue) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) != erasedValue) {
                return false;
            }
        }
        return true;
    }

    private Optional<SwapPlan> plan() {
        if (state.isEmpty()) {
            return Optional.empty();
        }
        return switch (state.get().phase()) {
            case INSTALLING ->
                SwapPlans.proven(topology, Direction.INSTALL, state.get().changes());
            case REVERTING ->
                SwapPlans.proven(topology, Direction.REVERT, state.get().changes());
            case TRIAL, SETTLED, GIVEN_UP -> Optional.empty();
        };
    }

    private Optional<SwapPlan.Step> nextStep() {
        return plan().filter(
                        plan -> state.orElseThrow().stepsDone() < plan.steps().size())
                .map(plan -> plan.steps().get(state.orElseThrow().stepsDone()));
    }

    private Optional<Swap> swap() {
        return plan().map(plan -> new Swap(
                state.orElseThrow().phase() == Phase.INSTALLING ? "install" : "revert",
                state.orElseThrow().stepsDone(),
                plan.steps().size(),
                next.map(step -> words(step.from()) + " to " + words(step.to()))
                        .orElse("all copied, one record is missing")));
    }

    private static String words(SectorRange range) {
        return range.count() == 1 ? "sector " + range.first() : "sectors " + range;
    }

    /** A line each, and one for the steps of an exchange that follow one another. */
    private List<String> journal() throws IOException {
        List<String> lines = new ArrayList<>();
        List<JournalHistory.Line> records = JournalHistory.read(platform.flash(), topology.journal());
        for (int at = 0; at < records.size(); ) {
            int end = at + 1;
            while (isStep(records, at) && isStep(records, end)) {
                end++;
            }
            JournalHistory.Line last = records.get(end - 1);
            String which = end == at + 1 ? "" : records.get(at).sequence() + " to ";
            lines.add(which + last.sequence() + "  " + last.words());
            at = end;
        }
        return lines;
    }

    private static boolean isStep(List<JournalHistory.Line> records, int at) {
        return at < records.size() && records.get(at).words().startsWith("step");
    }

    private @Nullable Map<?, ?> part(String name) {
        return status.get(name) instanceof Map<?, ?> map ? map : null;
    }
}
