package io.moult.boot.draw;

import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStatus;
import io.moult.boot.DeviceStorage;
import io.moult.boot.draw.FlashPicture.Area;
import io.moult.boot.draw.FlashPicture.Content;
import io.moult.boot.draw.FlashPicture.Role;
import io.moult.boot.draw.FlashPicture.Sector;
import io.moult.boot.draw.FlashPicture.Swap;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalHistory;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.swap.SwapPlan;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the picture of a device that is open. Reads only, also while the device runs. */
public final class FlashSight {
    private final DeviceStorage storage;
    private final BootPlatform platform;
    private final FlashLayout layout;
    private final Map<String, Object> status;
    private final Optional<JournalState> state;
    private final Optional<SwapPlan.Step> next;
    private final Map<Integer, Content> owners;

    private FlashSight(DeviceStorage storage) throws IOException {
        this.storage = storage;
        this.platform = storage.platform();
        this.layout = storage.layout();
        this.status = DeviceStatus.of(storage);
        this.state = new Journal(platform.flash(), layout.journalFirstSector()).state();
        this.next = nextStep();
        this.owners = owners();
    }

    /** The title is the caller's. */
    public static FlashPicture of(String title, DeviceStorage storage) throws IOException {
        return new FlashSight(storage).picture(title);
    }

    private FlashPicture picture(String title) throws IOException {
        List<Area> areas = new ArrayList<>();
        areas.add(area("journal", journalCaption(), layout.journalFirstSector(), Journal.SECTORS, Content.JOURNAL));
        for (EnvelopeArea envelope : EnvelopeArea.values()) {
            int first = layout.envelopeFirstSector(envelope);
            int sectors = layout.primaryFirstSector() - layout.envelopeFirstSector(EnvelopeArea.B);
            areas.add(area("envelope " + envelope, envelopeCaption(envelope), first, sectors, Content.ENVELOPE));
        }
        areas.add(slot("primary", part("running"), layout.primaryFirstSector(), layout.slotSectors()));
        Map<?, ?> waits = part("staged") == null ? part("other") : part("staged");
        areas.add(slot("secondary", waits, layout.secondaryFirstSector(), layout.slotSectors() + 1));
        return new FlashPicture(title, facts(), areas, swap(), journal());
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add(layout.geometry().sectorCount() + " sectors of " + layout.sectorBytes() + " B, program unit "
                + layout.programUnitBytes() + " B, slots of " + layout.slotBytes() + " B");
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
        Optional<Bytes> envelope = new EnvelopeStore(platform.flash(), layout).read(area);
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

    private Area slot(String name, @Nullable Map<?, ?> image, int first, int sectors) throws IOException {
        List<Sector> cells = new ArrayList<>();
        for (int i = first; i < first + sectors; i++) {
            cells.add(sector(i, owners.getOrDefault(i, Content.LEFTOVER)));
        }
        return new Area(name, image == null ? nothing(name) : caption(image), cells);
    }

    private static String nothing(String slot) {
        return slot.equals("primary") ? "nothing that verifies" : "free";
    }

    /** Which image the octets of a sector belong to; in the middle of an exchange, what its steps have made of that. */
    private Map<Integer, Content> owners() {
        Map<Integer, Content> owners = new HashMap<>();
        boolean swapping = plan().isPresent();
        own(owners, part("running"), layout.primaryFirstSector(), Content.RUNNING, swapping);
        own(owners, part("other"), layout.secondaryFirstSector(), Content.PREVIOUS, swapping);
        own(owners, part("staged"), layout.secondaryFirstSector() + 1, Content.CANDIDATE, swapping);
        plan().ifPresent(plan -> plan.steps()
                .subList(0, state.orElseThrow().stepsDone())
                .forEach(
                        step -> owners.put(step.toSector(), owners.getOrDefault(step.fromSector(), Content.LEFTOVER))));
        return owners;
    }

    private void own(
            Map<Integer, Content> owners, @Nullable Map<?, ?> image, int first, Content content, boolean swapping) {
        if (image == null || !(image.get("imageSizeBytes") instanceof Number size)) {
            return;
        }
        boolean arriving = Boolean.FALSE.equals(image.get("pending"));
        boolean good = swapping || arriving || Boolean.TRUE.equals(image.get("verified"));
        for (int i = 0; i < layout.sectorsOf(size.longValue()); i++) {
            owners.put(first + i, good ? content : Content.UNVERIFIED);
        }
    }

    private String caption(Map<?, ?> image) {
        if (image.get("version") == null) {
            return "unreadable: " + image.get("reason");
        }
        String caption = "version " + image.get("version") + ", " + image.get("imageSizeBytes") + " B, ";
        boolean runs = image.get("confirmed") != null;
        if (plan().isPresent()) {
            return caption + (runs ? "on its way out of the primary slot" : "on its way into the primary slot");
        }
        if (runs) {
            caption += Boolean.TRUE.equals(image.get("confirmed"))
                    ? "confirmed"
                    : "on trial, attempt " + image.get("attempts");
        } else if (image.get("pending") != null) {
            caption += Boolean.TRUE.equals(image.get("pending")) ? "to be tried at the next boot" : "staged";
        } else {
            caption += "to go back to";
        }
        return image.get("reason") == null ? caption : caption + "; " + shortened(String.valueOf(image.get("reason")));
    }

    /** A digest is known by its first digits. */
    private static String shortened(String reason) {
        return reason.replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1…");
    }

    private Area area(String name, String caption, int first, int sectors, Content content) throws IOException {
        List<Sector> cells = new ArrayList<>();
        for (int i = 0; i < sectors; i++) {
            cells.add(sector(first + i, content));
        }
        return new Area(name, caption, cells);
    }

    private Sector sector(int index, Content content) throws IOException {
        Bytes octets = platform.flash()
                .read(layout.geometry().offsetOfSector(index), layout.geometry().sectorBytes(index));
        Role role = next.isEmpty()
                ? Role.NONE
                : next.get().fromSector() == index
                        ? Role.READ
                        : next.get().toSector() == index ? Role.WRITTEN : Role.NONE;
        return new Sector(
                index,
                isErased(octets, layout.geometry().erasedValue(index)) ? Content.BLANK : content,
                role,
                storage.flash().eraseCount(index));
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
        SwapPlan.Slots slots = layout.slots(state.get().swapSectors());
        return switch (state.get().phase()) {
            case INSTALLING -> Optional.of(SwapPlan.install(slots));
            case REVERTING -> Optional.of(SwapPlan.revert(slots));
            case TRIAL, SETTLED -> Optional.empty();
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
                next.map(step -> "sector " + step.fromSector() + " to sector " + step.toSector())
                        .orElse("all copied, one record is missing")));
    }

    /** A line each, and one for the steps of an exchange that follow one another. */
    private List<String> journal() throws IOException {
        List<String> lines = new ArrayList<>();
        List<JournalHistory.Line> records = JournalHistory.read(platform.flash(), layout.journalFirstSector());
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
