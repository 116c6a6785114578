package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A device's flash as data: journal, the two envelope areas, and the slots of every component that one envelope speaks for
 * (a set). The bootloader, or its first stage, is in no slot: nothing that is staged can reach it. What overlaps, or
 * cannot be copied block by block, is refused here, before there is a device.
 *
 * @param name what kind of device it is, for people
 * @param journal two or three sectors of one size; three bear more, see {@link io.moult.boot.journal.Journal}
 * @param goldenEnvelope for the images of last resort, if components have them
 * @param firstStage where a bootloader in flash lies; written at manufacture and never again
 * @param scratch with {@link Strategy#SCRATCH}, as large as the largest block
 * @param components at most 16, in the order in which journal and plans name them
 * @param encryptedParts parts of the flash that hold ciphertext only; there can be none but secondary slots
 */
public record Topology(
        String name,
        FlashGeometry geometry,
        Strategy strategy,
        SectorRange journal,
        SectorRange envelopeA,
        SectorRange envelopeB,
        Optional<SectorRange> goldenEnvelope,
        Optional<SectorRange> firstStage,
        Optional<SectorRange> scratch,
        List<ComponentPlace> components,
        List<MasterAccess> masters,
        Set<String> encryptedParts) {

    /** The most components of one set. */
    public static final int COMPONENT_LIMIT = 16;

    /** Octets of a slot when nobody says otherwise. */
    public static final long DEFAULT_SLOT_BYTES = 1024 * 1024;

    public Topology {
        Objects.requireNonNull(name);
        Objects.requireNonNull(geometry);
        Objects.requireNonNull(strategy);
        components = List.copyOf(components);
        masters = List.copyOf(masters);
        encryptedParts = Set.copyOf(encryptedParts);
        new TopologyCheck(
                        geometry,
                        strategy,
                        journal,
                        List.of(envelopeA, envelopeB),
                        goldenEnvelope,
                        firstStage,
                        scratch,
                        components,
                        masters,
                        encryptedParts)
                .check();
    }

    /** One microcontroller, swap by offset, 4 KiB sectors, 8-octet units, envelopes of up to 64 KiB, slots of at least this size. */
    public static Topology single(long slotBytes) {
        return Topologies.single(slotBytes);
    }

    /** The number of a component in this topology; -1 for a stranger. */
    public int indexOf(ComponentId id) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Where a range begins in the flash, in octets. */
    public long offsetOf(SectorRange range) {
        return geometry.offsetOfSector(range.first());
    }

    public long bytesOf(SectorRange range) {
        return bytesOf(geometry, range);
    }

    static long bytesOf(FlashGeometry geometry, SectorRange range) {
        int last = range.end() - 1;
        return geometry.offsetOfSector(last) + geometry.sectorBytes(last) - geometry.offsetOfSector(range.first());
    }

    /** The sectors of one block of a slot, counted from the slot's beginning. */
    public SectorRange block(SectorRange slot, int blockBytes, int index) {
        long offset = offsetOf(slot) + (long) blockBytes * index;
        int first = geometry.sectorAt(offset);
        int last = geometry.sectorAt(offset + blockBytes - 1);
        return new SectorRange(first, last - first + 1);
    }

    /** Where a candidate's octets begin in a component's secondary slot, in octets of the flash. */
    public long stagingOffset(ComponentPlace place) {
        return offsetOf(place.secondary()) + (long) place.blockBytes() * strategy.stagingBlock();
    }

    public boolean isEncrypted(SectorRange range) {
        return encryptedParts.contains(geometry.regionOf(range.first()).part());
    }

    /** The largest envelope, in octets. */
    public int envelopeBytes() {
        return (int) Math.min(bytesOf(envelopeA), bytesOf(envelopeB)) - TopologyCheck.ENVELOPE_HEAD_BYTES;
    }

    /** For the head of the flash file and the one-time-programmable memory. */
    public Bytes encode() {
        return TopologyCodec.encode(this);
    }

    /** IllegalArgumentException with a sentence for octets that {@link #encode} of this version did not write. */
    public static Topology decode(Bytes octets) {
        return TopologyCodec.decode(octets);
    }
}
