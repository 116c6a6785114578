package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.suit.manifest.ComponentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Ready-made topologies (architecture section 7). */
public final class Topologies {
    /** Who runs the update and owns the staging places. */
    public static final String APPLICATION = "application";

    private static final String SECURE_WORLD = "secure";
    private static final String NORMAL_WORLD = "normal";

    private Topologies() {}

    /** The kinds, by the names that a command line knows. */
    public enum Kind {
        /** R141: one microcontroller, one image. */
        SINGLE,
        /** R142: a secure and a normal partition; the normal world cannot reach the secure slots. */
        SECURE_NORMAL,
        /** R143: two processors with shared memory, one of which updates both. */
        DUAL_CPU,
        /** R84: runs from internal flash; candidates wait in external flash with larger sectors, encrypted. */
        HETEROGENEOUS,
        /** R83, R109: a second-stage bootloader as a component; the first stage is in no slot. */
        TWO_STAGE;

        /** Such as {@code two-stage}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** IllegalArgumentException with a sentence for an unknown name. */
        public static Kind ofLabel(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("there is no topology \"" + label
                    + "\": say single, secure-normal, dual-cpu, heterogeneous or two-stage");
        }
    }

    /** What a ready-made topology gives one component. */
    private record Part(String id, String master, int sectors, boolean secondStage, boolean golden) {}

    public static Topology of(Kind kind, Strategy strategy, Scale scale) {
        int slot = scale.slotSectors();
        int half = (slot + 1) / 2;
        boolean golden = scale.golden();
        return switch (kind) {
            case SINGLE ->
                new Layout(kind.label(), strategy, scale)
                        .lay(List.of(new Part("main", APPLICATION, slot, false, golden)), 0);
            case SECURE_NORMAL ->
                new Layout(kind.label(), strategy, scale)
                        .lay(
                                List.of(
                                        new Part("secure", SECURE_WORLD, half, false, golden),
                                        new Part("normal", NORMAL_WORLD, slot, false, golden)),
                                0);
            case DUAL_CPU ->
                new Layout(kind.label(), strategy, scale)
                        .lay(
                                List.of(
                                        new Part("cpu0", "cpu0", slot, false, golden),
                                        new Part("cpu1", "cpu1", slot, false, golden)),
                                0);
            case TWO_STAGE ->
                new Layout(kind.label(), strategy, scale)
                        .lay(
                                List.of(
                                        new Part("boot", "boot", half, true, golden),
                                        new Part("main", APPLICATION, slot, false, golden)),
                                1);
            case HETEROGENEOUS -> new Layout(kind.label(), strategy, scale).layHeterogeneous();
        };
    }

    /**
     * In the flash of a {@linkplain PlatformProfiles platform}. IllegalArgumentException with a sentence where there is none
     * of this name, or no room.
     *
     * @param slotBytes what the largest slot has to hold; as much as there is room for if nothing is said
     */
    public static Topology on(String platform, Kind kind, Strategy strategy, OptionalLong slotBytes, boolean golden) {
        return new PlatformLayout(kind, strategy, platform, golden).lay(slotBytes);
    }

    /** What a platform is usually made into. */
    public static Kind usualOn(String platform) {
        return PlatformLayout.hasExternal(platform) ? Kind.HETEROGENEOUS : Kind.SINGLE;
    }

    /** One microcontroller, swap by offset. */
    public static Topology single(long slotBytes) {
        return of(Kind.SINGLE, Strategy.OFFSET, Scale.ofSlotBytes(slotBytes));
    }

    /** Gives out sectors from the first on. */
    private static final class Layout {
        private static final int EXTERNAL_FACTOR = 4;

        private final String name;
        private final Strategy strategy;
        private final Scale scale;
        private final List<ComponentPlace> places = new ArrayList<>();
        private int next;

        Layout(String name, Strategy strategy, Scale scale) {
            this.name = name;
            this.strategy = strategy;
            this.scale = scale;
        }

        private SectorRange take(int sectors) {
            SectorRange range = new SectorRange(next, sectors);
            next = range.end();
            return range;
        }

        private Optional<SectorRange> takeIf(boolean wanted, int sectors) {
            return wanted && sectors > 0 ? Optional.of(take(sectors)) : Optional.empty();
        }

        Topology lay(List<Part> parts, int firstStageSectors) {
            SectorRange journal = take(scale.journalSectors());
            SectorRange envelopeA = take(scale.envelopeSectors());
            SectorRange envelopeB = take(scale.envelopeSectors());
            Optional<SectorRange> goldenEnvelope = takeIf(scale.golden(), scale.envelopeSectors());
            Optional<SectorRange> firstStage = takeIf(true, firstStageSectors);
            for (Part part : parts) {
                places.add(new ComponentPlace(
                        ComponentId.of(part.id()),
                        part.master(),
                        take(part.sectors() + strategy.primarySpareBlocks()),
                        take(part.sectors() + strategy.secondarySpareBlocks()),
                        takeIf(part.golden(), part.sectors()),
                        part.secondStage(),
                        scale.sectorBytes(),
                        part.sectors()));
            }
            Optional<SectorRange> scratch = takeIf(strategy == Strategy.SCRATCH, 1);
            return new Topology(
                    name,
                    new FlashGeometry(List.of(region("internal", scale.sectorBytes(), next))),
                    strategy,
                    journal,
                    envelopeA,
                    envelopeB,
                    goldenEnvelope,
                    firstStage,
                    scratch,
                    places,
                    masters(places, strategy, List.of(journal, envelopeA, envelopeB)),
                    Set.of());
        }

        /** External sectors are four times as large as internal ones. */
        Topology layHeterogeneous() {
            if (strategy.changesSides()) {
                throw new IllegalArgumentException("nothing is executed from the encrypted external flash of a " + name
                        + " topology; say overwrite, scratch, move or offset");
            }
            int blocks = (scale.slotSectors() + EXTERNAL_FACTOR - 1) / EXTERNAL_FACTOR;
            SectorRange journal = take(scale.journalSectors());
            SectorRange envelopeA = take(scale.envelopeSectors());
            SectorRange envelopeB = take(scale.envelopeSectors());
            Optional<SectorRange> goldenEnvelope = takeIf(scale.golden(), scale.envelopeSectors());
            SectorRange primary = take((blocks + strategy.primarySpareBlocks()) * EXTERNAL_FACTOR);
            Optional<SectorRange> golden = takeIf(scale.golden(), blocks * EXTERNAL_FACTOR);
            Optional<SectorRange> scratch = takeIf(strategy == Strategy.SCRATCH, EXTERNAL_FACTOR);
            int internal = next;
            SectorRange secondary = take(blocks + strategy.secondarySpareBlocks());
            int externalBytes = EXTERNAL_FACTOR * scale.sectorBytes();
            FlashGeometry geometry = new FlashGeometry(List.of(
                    region("internal", scale.sectorBytes(), internal),
                    region("external", externalBytes, secondary.count())));
            places.add(new ComponentPlace(
                    ComponentId.MAIN,
                    APPLICATION,
                    primary,
                    secondary,
                    golden,
                    false,
                    Blocks.smallest(geometry, List.of(primary, secondary)),
                    blocks));
            return new Topology(
                    name,
                    geometry,
                    strategy,
                    journal,
                    envelopeA,
                    envelopeB,
                    goldenEnvelope,
                    Optional.empty(),
                    scratch,
                    places,
                    masters(places, strategy, List.of(journal, envelopeA, envelopeB)),
                    Set.of("external"));
        }

        private FlashRegion region(String part, int sectorBytes, int sectors) {
            return new FlashRegion(part, sectorBytes, sectors, scale.programUnitBytes(), scale.erasedValue(), 0);
        }
    }

    /**
     * Who executes a component reads its slots; the first master of all is the one that updates: it writes journal,
     * envelopes and every staging place. Nobody else writes anything but its own staging place.
     */
    static List<MasterAccess> masters(
            List<ComponentPlace> places, Strategy strategy, List<SectorRange> journalAndEnvelopes) {
        List<MasterAccess> masters = new ArrayList<>();
        for (String master :
                places.stream().map(ComponentPlace::master).distinct().toList()) {
            boolean updates = masters.isEmpty() || master.equals(APPLICATION);
            List<SectorRange> readable = new ArrayList<>();
            List<SectorRange> writable = new ArrayList<>();
            if (updates) {
                readable.addAll(journalAndEnvelopes);
                writable.addAll(journalAndEnvelopes);
            }
            for (ComponentPlace place : places) {
                if (updates || place.master().equals(master)) {
                    readable.add(place.primary());
                    readable.add(place.secondary());
                    place.golden().ifPresent(readable::add);
                    writable.add(place.secondary());
                    if (strategy.changesSides()) {
                        writable.add(place.primary());
                    }
                }
            }
            masters.add(new MasterAccess(master, readable, writable));
        }
        return masters;
    }
}
