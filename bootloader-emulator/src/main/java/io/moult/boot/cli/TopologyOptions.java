package io.moult.boot.cli;

import io.moult.boot.topology.PlatformProfiles;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topology;
import java.util.Iterator;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What kind of device to make. */
final class TopologyOptions {
    private static final int ENVELOPE_BYTES = 64 * 1024 + 32;
    private static final long SLOT_LIMIT_BYTES = 1L << 30;
    private static final int SLOT_LIMIT_SECTORS = 1 << 18;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            description = "single (default), secure-normal, dual-cpu, heterogeneous or two-stage.")
    private @Nullable String topology;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "offset",
            description = "How an update comes in: overwrite, scratch, move, offset (default), in-place or ram-load.")
    private String strategy = "offset";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            completionCandidates = Profiles.class,
            description =
                    "The flash of a microcontroller in the field: ${COMPLETION-CANDIDATES}. Slots are then as large as"
                            + " it has room for, if --slot-size does not say.")
    private @Nullable String profile;

    @Option(
            names = "--slot-size",
            paramLabel = "BYTES",
            description = "The largest image it holds (default: 1 MiB); rounded up to whole sectors.")
    private @Nullable Long slotBytes;

    @Option(names = "--sector-size", paramLabel = "BYTES", description = "What is erased at once (default: 4096).")
    private @Nullable Integer sectorBytes;

    @Option(
            names = "--program-unit",
            paramLabel = "BYTES",
            description = "What is programmed at once: 1, 2, 4, 8 (default), 16 or 32.")
    private @Nullable Integer programUnitBytes;

    @Option(names = "--erased-zero", description = "An erased octet reads 0x00 (default: 0xff).")
    private boolean erasedZero;

    @Option(
            names = "--journal-sectors",
            paramLabel = "N",
            defaultValue = "2",
            description = "2 (default), or 3: bears more that reads anew each time.")
    private int journalSectors = 2;

    @Option(names = "--golden", description = "With room for images of last resort, for boot load --golden.")
    private boolean golden;

    /** For the help. */
    static final class Profiles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PlatformProfiles.all().keySet().iterator();
        }
    }

    /** IllegalArgumentException with a sentence where there can be no such device. */
    Topology topology() {
        long slot = slotBytes == null ? Topology.DEFAULT_SLOT_BYTES : slotBytes;
        if (slot < 1 || slot > SLOT_LIMIT_BYTES) {
            throw new IllegalArgumentException("a slot of " + slot + " B; say 1 B to 1 GiB");
        }
        return profile == null ? ofSectors(slot) : on(profile);
    }

    private Topology on(String platform) {
        if (sectorBytes != null || programUnitBytes != null || erasedZero) {
            throw new IllegalArgumentException("--profile says how large sectors and program units are, and what erased"
                    + " octets read: leave --sector-size, --program-unit and --erased-zero out");
        }
        if (journalSectors != 2) {
            throw new IllegalArgumentException(
                    "the journal of a --profile has two sectors: leave --journal-sectors out");
        }
        Topologies.Kind kind = topology == null ? Topologies.usualOn(platform) : Topologies.Kind.ofLabel(topology);
        OptionalLong slot = slotBytes == null ? OptionalLong.empty() : OptionalLong.of(slotBytes);
        return Topologies.on(platform, kind, Strategy.ofLabel(strategy), slot, golden);
    }

    private Topology ofSectors(long slot) {
        int sector = sectorBytes == null ? 4096 : sectorBytes;
        if (sector < 256 || sector > 1 << 20) {
            throw new IllegalArgumentException("sectors of " + sector + " B; say 256 B to 1 MiB");
        }
        if (slot / sector > SLOT_LIMIT_SECTORS) {
            throw new IllegalArgumentException("a slot of " + slot + " B in sectors of " + sector + " B; say at most "
                    + SLOT_LIMIT_SECTORS + " sectors");
        }
        Scale scale = new Scale(
                sector,
                programUnitBytes == null ? 8 : programUnitBytes,
                erasedZero ? 0x00 : 0xff,
                (ENVELOPE_BYTES + sector - 1) / sector,
                Math.toIntExact((slot + sector - 1) / sector),
                golden,
                journalSectors);
        Topologies.Kind kind = topology == null ? Topologies.Kind.SINGLE : Topologies.Kind.ofLabel(topology);
        return Topologies.of(kind, Strategy.ofLabel(strategy), scale);
    }
}
