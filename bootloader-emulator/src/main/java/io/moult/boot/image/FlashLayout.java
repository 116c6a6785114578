package io.moult.boot.image;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.swap.SwapPlan;
import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * What lies where in the flash, as data: journal, the two envelope areas, the primary slot that code runs from, and the
 * secondary slot with its spare sector. The bootloader itself is in none of them: nothing that is staged can reach it.
 *
 * @param envelopeSectors sectors of one envelope area
 * @param slotSectors sectors of the primary slot; the secondary has one more
 */
public record FlashLayout(int sectorBytes, int programUnitBytes, int envelopeSectors, int slotSectors) {
    private static final int VERSION = 1;
    private static final int DEFAULT_SECTOR_BYTES = 4096;
    private static final int DEFAULT_UNIT_BYTES = 8;
    private static final int DEFAULT_ENVELOPE_SECTORS = 17;

    /** Octets of a slot when nobody says otherwise. */
    public static final long DEFAULT_SLOT_BYTES = 1024 * 1024;

    public FlashLayout {
        if (envelopeSectors < 1 || slotSectors < 1 || slotSectors > 1 << 18) {
            throw new IllegalArgumentException(
                    "layout with " + envelopeSectors + " envelope sectors and " + slotSectors + " slot sectors");
        }
        if (sectorBytes < 256) {
            throw new IllegalArgumentException("sectors of " + sectorBytes + " B are too small for a journal");
        }
    }

    /** 4 KiB sectors, 8-octet units, room for envelopes of 64 KiB, and slots of at least this size. */
    public static FlashLayout ofSlotBytes(long slotBytes) {
        if (slotBytes < 1 || slotBytes > 1L << 30) {
            throw new IllegalArgumentException("a slot of " + slotBytes + " B; say 1 B to 1 GiB");
        }
        int sectors = (int) ((slotBytes + DEFAULT_SECTOR_BYTES - 1) / DEFAULT_SECTOR_BYTES);
        return new FlashLayout(DEFAULT_SECTOR_BYTES, DEFAULT_UNIT_BYTES, DEFAULT_ENVELOPE_SECTORS, sectors);
    }

    public FlashGeometry geometry() {
        return FlashGeometry.uniform(sectorBytes, secondaryFirstSector() + slotSectors + 1, programUnitBytes);
    }

    public int journalFirstSector() {
        return 0;
    }

    public int envelopeFirstSector(EnvelopeArea area) {
        return Journal.SECTORS + (area == EnvelopeArea.A ? 0 : envelopeSectors);
    }

    public int primaryFirstSector() {
        return Journal.SECTORS + 2 * envelopeSectors;
    }

    public int secondaryFirstSector() {
        return primaryFirstSector() + slotSectors;
    }

    /** The largest image, in octets. */
    public long slotBytes() {
        return (long) slotSectors * sectorBytes;
    }

    /** The largest envelope, in octets. */
    public int envelopeBytes() {
        return envelopeSectors * sectorBytes - EnvelopeStore.HEAD_BYTES;
    }

    /** How many sectors an image of this size touches. */
    public int sectorsOf(long imageBytes) {
        return Math.toIntExact((imageBytes + sectorBytes - 1) / sectorBytes);
    }

    public SwapPlan.Slots slots(int sectors) {
        return new SwapPlan.Slots(primaryFirstSector(), secondaryFirstSector(), sectors);
    }

    /** For the head of the flash file and the one-time-programmable memory. */
    public Bytes encode() {
        return Bytes.wrap(ByteBuffer.allocate(20)
                .putInt(VERSION)
                .putInt(sectorBytes)
                .putInt(programUnitBytes)
                .putInt(envelopeSectors)
                .putInt(slotSectors)
                .array());
    }

    /** IllegalArgumentException for octets that {@link #encode} of this version did not write. */
    public static FlashLayout decode(Bytes octets) {
        if (octets.length() != 20 || octets.asByteBuffer().getInt() != VERSION) {
            throw new IllegalArgumentException("no flash layout of version " + VERSION + ": " + octets);
        }
        ByteBuffer from = octets.asByteBuffer().position(4);
        return new FlashLayout(from.getInt(), from.getInt(), from.getInt(), from.getInt());
    }
}
