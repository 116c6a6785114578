package io.moult.boot.cli;

import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topology;
import picocli.CommandLine.Option;

/** What kind of device to make. */
final class TopologyOptions {
    private static final int ENVELOPE_BYTES = 64 * 1024 + 32;
    private static final long SLOT_LIMIT_BYTES = 1L << 30;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            defaultValue = "single",
            description = "single (default), secure-normal, dual-cpu, heterogeneous or two-stage.")
    private String topology = "single";

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "offset",
            description = "How an update comes in: overwrite, scratch, move, offset (default), in-place or ram-load.")
    private String strategy = "offset";

    @Option(
            names = "--slot-size",
            paramLabel = "BYTES",
            defaultValue = "" + Topology.DEFAULT_SLOT_BYTES,
            description = "The largest image it holds (default: 1 MiB); rounded up to whole sectors.")
    private long slotBytes = Topology.DEFAULT_SLOT_BYTES;

    @Option(
            names = "--sector-size",
            paramLabel = "BYTES",
            defaultValue = "4096",
            description = "What is erased at once (default: ${DEFAULT-VALUE}).")
    private int sectorBytes = 4096;

    @Option(
            names = "--program-unit",
            paramLabel = "BYTES",
            defaultValue = "8",
            description = "What is programmed at once: 1, 2, 4, 8 (default), 16 or 32.")
    private int programUnitBytes = 8;

    @Option(names = "--erased-zero", description = "An erased octet reads 0x00 (default: 0xff).")
    private boolean erasedZero;

    @Option(names = "--golden", description = "With room for images of last resort, for boot load --golden.")
    private boolean golden;

    /** IllegalArgumentException with a sentence where there can be no such device. */
    Topology topology() {
        if (slotBytes < 1 || slotBytes > SLOT_LIMIT_BYTES) {
            throw new IllegalArgumentException("a slot of " + slotBytes + " B; say 1 B to 1 GiB");
        }
        if (sectorBytes < 256 || sectorBytes > 1 << 20) {
            throw new IllegalArgumentException("sectors of " + sectorBytes + " B; say 256 B to 1 MiB");
        }
        Scale scale = new Scale(
                sectorBytes,
                programUnitBytes,
                erasedZero ? 0x00 : 0xff,
                (ENVELOPE_BYTES + sectorBytes - 1) / sectorBytes,
                Math.toIntExact((slotBytes + sectorBytes - 1) / sectorBytes),
                golden);
        return Topologies.of(Topologies.Kind.ofLabel(topology), Strategy.ofLabel(strategy), scale);
    }
}
