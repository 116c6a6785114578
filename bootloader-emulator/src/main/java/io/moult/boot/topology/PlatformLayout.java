package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.suit.manifest.ComponentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A ready-made topology in the flash that a platform has. Journal and envelopes come first; the slots lie behind them,
 * in the sectors of the last internal region, equal among themselves.
 */
final class PlatformLayout {
    private static final int ENVELOPE_BYTES = 16 * 1024;
    private static final String EXTERNAL = "external";

    private final Kind kind;
    private final Strategy strategy;
    private final String platform;
    private final boolean golden;
    private final FlashGeometry geometry;
    private final int internalEnd;
    private final int externalSectors;
    private int next;
    private int nextExternal;

    PlatformLayout(Kind kind, Strategy strategy, String platform, boolean golden) {
        this.kind = kind;
        this.strategy = strategy;
        this.platform = platform;
        this.golden = golden;
        this.geometry = coarse(PlatformProfiles.of(platform));
        this.externalSectors = sectorsOf(geometry, true);
        this.internalEnd = sectorsOf(geometry, false);
        this.nextExternal = internalEnd;
        if (outside() && externalSectors == 0) {
            throw new IllegalArgumentException("platform " + platform + " has no external flash for a " + kind.label()
                    + " topology; say single, secure-normal, dual-cpu or two-stage");
        }
        if (outside() && strategy.changesSides()) {
            throw new IllegalArgumentException("nothing is executed from the encrypted external flash of a "
                    + kind.label() + " topology; say overwrite, scratch, move or offset");
        }
    }

    static boolean hasExternal(String platform) {
        return sectorsOf(PlatformProfiles.of(platform), true) > 0;
    }

    private static int sectorsOf(FlashGeometry geometry, boolean external) {
        return geometry.regions().stream()
                .filter(region -> region.part().equals(EXTERNAL) == external)
                .mapToInt(FlashRegion::sectorCount)
                .sum();
    }

    /** Pages smaller than a journal needs are erased several at a time, as drivers do. */
    private static FlashGeometry coarse(FlashGeometry geometry) {
        return new FlashGeometry(geometry.regions().stream()
                .map(region -> {
                    int pages = Math.max(1, TopologyCheck.LEAST_JOURNAL_SECTOR_BYTES / region.sectorBytes());
                    return new FlashRegion(
                            region.part(),
                            region.sectorBytes() * pages,
                            region.sectorCount() / pages,
                            region.programUnitBytes(),
                            region.erasedValue(),
                            region.enduranceErases());
                })
                .toList());
    }

    private boolean outside() {
        return kind == Kind.HETEROGENEOUS;
    }

    private SectorRange take(int sectors) {
        SectorRange range = new SectorRange(next, sectors);
        next = range.end();
        return range;
    }

    private SectorRange takeExternal(int sectors) {
        SectorRange range = new SectorRange(nextExternal, sectors);
        nextExternal = range.end();
        return range;
    }

    private SectorRange takeEnvelope() {
        int sectors = 0;
        for (int bytes = 0; bytes < ENVELOPE_BYTES; sectors++) {
            bytes += geometry.sectorBytes(next + sectors);
        }
        return take(sectors);
    }

    /** One component: its share of the flash, in proportion to the others'. */
    private record Part(String id, String master, int share, boolean secondStage) {}

    private List<Part> parts() {
        return switch (kind) {
            case SINGLE, HETEROGENEOUS -> List.of(new Part("main", Topologies.APPLICATION, 1, false));
            case SECURE_NORMAL ->
                List.of(new Part("secure", "secure", 1, false), new Part("normal", "normal", 2, false));
            case DUAL_CPU -> List.of(new Part("cpu0", "cpu0", 1, false), new Part("cpu1", "cpu1", 1, false));
            case TWO_STAGE ->
                List.of(new Part("boot", "boot", 1, true), new Part("main", Topologies.APPLICATION, 2, false));
        };
    }

    /** @param slotBytes what the largest slot has to hold; as much as there is room for if nothing is said */
    Topology lay(OptionalLong slotBytes) {
        SectorRange journal = take(2);
        SectorRange envelopeA = takeEnvelope();
        SectorRange envelopeB = takeEnvelope();
        Optional<SectorRange> goldenEnvelope = golden ? Optional.of(takeEnvelope()) : Optional.empty();
        while (geometry.sectorBytes(next) != geometry.sectorBytes(internalEnd - 1)) {
            next++;
        }
        int blockBytes = geometry.sectorBytes(outside() ? internalEnd : next);
        int sectorsInBlock = blockBytes / geometry.sectorBytes(next);
        int unit = unit(blockBytes, (internalEnd - next) / sectorsInBlock, slotBytes);
        Optional<SectorRange> firstStage =
                kind == Kind.TWO_STAGE ? Optional.of(take(sectorsInBlock)) : Optional.empty();
        List<ComponentPlace> places = new ArrayList<>();
        for (Part part : parts()) {
            int blocks = part.share() * unit;
            SectorRange primary = take((blocks + strategy.primarySpareBlocks()) * sectorsInBlock);
            int secondary = blocks + strategy.secondarySpareBlocks();
            places.add(new ComponentPlace(
                    ComponentId.of(part.id()),
                    part.master(),
                    primary,
                    outside() ? takeExternal(secondary) : take(secondary),
                    golden ? Optional.of(take(blocks * sectorsInBlock)) : Optional.empty(),
                    part.secondStage(),
                    blockBytes,
                    blocks));
        }
        Optional<SectorRange> scratch =
                strategy == Strategy.SCRATCH ? Optional.of(take(sectorsInBlock)) : Optional.empty();
        return new Topology(
                kind.label() + " on " + platform,
                geometry,
                strategy,
                journal,
                envelopeA,
                envelopeB,
                goldenEnvelope,
                firstStage,
                scratch,
                places,
                Topologies.masters(places, strategy, List.of(journal, envelopeA, envelopeB)),
                outside() ? Set.of(EXTERNAL) : Set.of());
    }

    /** How many blocks one share is. */
    private int unit(int blockBytes, int blocks, OptionalLong slotBytes) {
        int fixed = (kind == Kind.TWO_STAGE ? 1 : 0) + (strategy == Strategy.SCRATCH ? 1 : 0);
        int shares = 0;
        int largest = 0;
        for (Part part : parts()) {
            fixed += strategy.primarySpareBlocks() + (outside() ? 0 : strategy.secondarySpareBlocks());
            shares += part.share() * ((outside() ? 1 : 2) + (golden ? 1 : 0));
            largest = Math.max(largest, part.share());
        }
        int most = (blocks - fixed) / shares;
        if (outside()) {
            most = Math.min(most, externalSectors - strategy.secondarySpareBlocks());
        }
        if (most < 1) {
            throw new IllegalArgumentException("the flash of " + platform + " is too small for a " + kind.label()
                    + " topology with " + strategy.label() + (golden ? " and golden images" : ""));
        }
        long shareBytes = (long) largest * blockBytes;
        long wanted = slotBytes.isEmpty() ? most : (slotBytes.getAsLong() + shareBytes - 1) / shareBytes;
        if (wanted > most) {
            throw new IllegalArgumentException("a slot of " + slotBytes.getAsLong()
                    + " B does not fit into the flash of " + platform + "; " + most * shareBytes + " B is the most");
        }
        return (int) wanted;
    }
}
