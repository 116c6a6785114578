package io.moult.boot.topology;

import io.moult.suit.manifest.ComponentId;
import java.util.Objects;
import java.util.Optional;

/**
 * Where one component lies. Both slots are cut into blocks: runs of whole sectors with the same octets on either side,
 * also where the sectors of the two differ in size.
 *
 * @param master the processor or world that executes it; a name among {@link Topology#masters}
 * @param primary with {@link Strategy#MOVE} one block longer than a slot holds
 * @param secondary with {@link Strategy#OFFSET} one block longer than a slot holds
 * @param golden the image of last resort, written at manufacture and never again; as long as a slot
 * @param secondStage a bootloader that is itself updated; it starts before the others
 * @param blockBytes the unit of copying
 * @param blocks how many of them an image can fill
 */
public record ComponentPlace(
        ComponentId id,
        String master,
        SectorRange primary,
        SectorRange secondary,
        Optional<SectorRange> golden,
        boolean secondStage,
        int blockBytes,
        int blocks) {
    public ComponentPlace {
        Objects.requireNonNull(id);
        Objects.requireNonNull(master);
        Objects.requireNonNull(primary);
        Objects.requireNonNull(secondary);
        Objects.requireNonNull(golden);
        if (blockBytes < 1 || blocks < 1) {
            throw new IllegalArgumentException(id + " with " + blocks + " blocks of " + blockBytes + " B");
        }
    }

    /** The largest image, in octets. */
    public long slotBytes() {
        return (long) blockBytes * blocks;
    }

    /** How many blocks an image of this size touches. */
    public int blocksOf(long imageBytes) {
        return Math.toIntExact((imageBytes + blockBytes - 1) / blockBytes);
    }
}
