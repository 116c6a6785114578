package io.moult.boot.explore.moult;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.MasterAccess;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topology;
import io.moult.suit.manifest.ComponentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A device of three components with equal slots, that one master executes. */
final class Trio {
    static final String NAME = "trio";

    private static final String MASTER = "application";

    private int next;

    private Trio() {}

    static Topology topology(Strategy strategy, Scale scale) {
        return new Trio().lay(strategy, scale);
    }

    private SectorRange take(int sectors) {
        SectorRange range = new SectorRange(next, sectors);
        next = range.end();
        return range;
    }

    private Topology lay(Strategy strategy, Scale scale) {
        SectorRange journal = take(scale.journalSectors());
        SectorRange envelopeA = take(scale.envelopeSectors());
        SectorRange envelopeB = take(scale.envelopeSectors());
        int slot = scale.slotSectors();
        List<ComponentPlace> places = new ArrayList<>();
        List<SectorRange> writable = new ArrayList<>(List.of(journal, envelopeA, envelopeB));
        for (String name : List.of("first", "second", "third")) {
            SectorRange primary = take(slot + (strategy == Strategy.MOVE ? 1 : 0));
            SectorRange secondary = take(slot + (strategy == Strategy.OFFSET ? 1 : 0));
            places.add(new ComponentPlace(
                    ComponentId.of(name),
                    MASTER,
                    primary,
                    secondary,
                    Optional.empty(),
                    false,
                    scale.sectorBytes(),
                    slot));
            writable.add(secondary);
            if (strategy.changesSides()) {
                writable.add(primary);
            }
        }
        Optional<SectorRange> scratch = strategy == Strategy.SCRATCH ? Optional.of(take(1)) : Optional.empty();
        FlashRegion flash = new FlashRegion(
                "internal", scale.sectorBytes(), next, scale.programUnitBytes(), scale.erasedValue(), 0);
        return new Topology(
                NAME,
                new FlashGeometry(List.of(flash)),
                strategy,
                journal,
                envelopeA,
                envelopeB,
                Optional.empty(),
                Optional.empty(),
                scratch,
                places,
                List.of(new MasterAccess(MASTER, writable, writable)),
                Set.of());
    }
}
