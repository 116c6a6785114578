package io.moult.boot.topology;

/** Small devices for tests. */
public final class Layouts {
    private Layouts() {}

    /** One image, swap by offset. */
    public static Topology offset(int sectorBytes, int programUnitBytes, int envelopeSectors, int slotSectors) {
        return single(Strategy.OFFSET, sectorBytes, programUnitBytes, envelopeSectors, slotSectors);
    }

    public static Topology single(
            Strategy strategy, int sectorBytes, int programUnitBytes, int envelopeSectors, int slotSectors) {
        Scale scale = new Scale(sectorBytes, programUnitBytes, 0xff, envelopeSectors, slotSectors, false);
        return Topologies.of(Topologies.Kind.SINGLE, strategy, scale);
    }

    /** The first component's slots. */
    public static ComponentPlace main(Topology topology) {
        return topology.components().get(0);
    }
}
