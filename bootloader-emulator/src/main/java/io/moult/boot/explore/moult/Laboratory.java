package io.moult.boot.explore.moult;

import io.moult.boot.TrialBudget;
import io.moult.boot.explore.FaultKind;
import io.moult.boot.explore.Shape;
import io.moult.boot.explore.Subject;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topology;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Makes devices to be explored. */
public final class Laboratory {
    /** Behind the name of a topology: its journal has three sectors. */
    private static final String THREE_JOURNAL_SECTORS = "+3";

    private static final FlashGeometry FUSES = FlashGeometry.uniform(1536, 1, 8);

    private Laboratory() {}

    /**
     * A device of few small sectors.
     *
     * @param topology such as {@code single}, or {@code single+3} with a journal of three sectors
     * @param sectorBytes of a sector of the internal flash
     * @param slotSectors of the slot of the main component
     * @param attempts how often an unconfirmed set may start
     */
    public record Bench(
            String topology,
            Strategy strategy,
            int sectorBytes,
            int unitBytes,
            int erasedValue,
            int slotSectors,
            int attempts,
            Life life) {

        /** Sectors of 256 octets, units of 8, one attempt. */
        public static Bench of(String topology, Strategy strategy, int slotSectors, Life life) {
            return new Bench(topology, strategy, 256, 8, 0xff, slotSectors, 1, life);
        }

        /** Such as {@code single/offset/256x8.ff/3/1/healthy}: a cut path begins with it. */
        @Override
        public String toString() {
            return String.join(
                    "/",
                    topology,
                    strategy.name().toLowerCase(Locale.ROOT),
                    sectorBytes + "x" + unitBytes + "." + (erasedValue == 0 ? "00" : "ff"),
                    String.valueOf(slotSectors),
                    String.valueOf(attempts),
                    life.label());
        }

        /** Reads the text; IllegalArgumentException with a sentence for anything else. */
        public static Bench parse(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length != 6 || !parts[2].matches("[0-9]+x[0-9]+\\.(ff|00)")) {
                throw new IllegalArgumentException("\"" + text + "\" names no device: say"
                        + " TOPOLOGY/STRATEGY/SECTORxUNIT.ERASED/SLOT SECTORS/ATTEMPTS/LIFE,"
                        + " such as single/offset/256x8.ff/3/1/healthy");
            }
            String[] flash = parts[2].split("[x.]");
            return new Bench(
                    parts[0],
                    Strategy.ofLabel(parts[1]),
                    Integer.parseInt(flash[0]),
                    Integer.parseInt(flash[1]),
                    Integer.parseInt(flash[2], 16),
                    Integer.parseInt(parts[3]),
                    Integer.parseInt(parts[4]),
                    Life.ofLabel(parts[5]));
        }
    }

    /**
     * The bootloader on such a device.
     *
     * @param exact whether every octet of an image tells two states apart, instead of what it is good for
     * @param kinds of faults that will befall it: some lose the journal
     */
    public static Subject subject(Bench bench, boolean exact, Set<FaultKind> kinds) throws IOException {
        boolean journalMayBeLost = kinds.contains(FaultKind.NEIGHBOUR) || kinds.contains(FaultKind.ROT);
        return new MoultSubject(
                bench.toString(),
                topology(bench),
                bench.life(),
                TrialBudget.of(bench.attempts()),
                exact,
                journalMayBeLost);
    }

    static Topology topology(Bench bench) {
        boolean three = bench.topology().endsWith(THREE_JOURNAL_SECTORS);
        String kind = three
                ? bench.topology().substring(0, bench.topology().length() - THREE_JOURNAL_SECTORS.length())
                : bench.topology();
        int envelopeSectors = (1024 + bench.sectorBytes() - 1) / bench.sectorBytes();
        Scale scale = new Scale(
                bench.sectorBytes(),
                bench.unitBytes(),
                bench.erasedValue(),
                envelopeSectors,
                bench.slotSectors(),
                false,
                three ? 3 : 2);
        return kind.equals(Trio.NAME)
                ? Trio.topology(bench.strategy(), scale)
                : Topologies.of(Topologies.Kind.ofLabel(kind), bench.strategy(), scale);
    }

    static Shape shapeOf(Topology topology) {
        Set<Integer> records = new HashSet<>();
        for (int sector = topology.journal().first();
                sector < topology.journal().end();
                sector++) {
            records.add(sector);
        }
        return new Shape(topology.geometry(), FUSES, records);
    }
}
