package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a device's flash, as data: one address space over the regions of several parts, one after the other.
 * Sectors are numbered through, from 0. IndexOutOfBoundsException for a sector or an offset that is not there.
 */
public record FlashGeometry(List<FlashRegion> regions) {
    private static final int REGION_LIMIT = 16;

    public FlashGeometry {
        regions = List.copyOf(regions);
        if (regions.isEmpty() || regions.size() > REGION_LIMIT) {
            throw new IllegalArgumentException(regions.size() + " flash regions; say 1 to " + REGION_LIMIT);
        }
        long sectors = 0;
        for (FlashRegion region : regions) {
            sectors += region.sectorCount();
        }
        if (sectors > 1 << 24) {
            throw new IllegalArgumentException("flash of " + sectors + " sectors");
        }
    }

    /** One part with equal sectors that reads 0xff where it is erased, and bears any number of erases. */
    public static FlashGeometry uniform(int sectorBytes, int sectorCount, int programUnitBytes) {
        return new FlashGeometry(
                List.of(new FlashRegion(FlashRegion.INTERNAL, sectorBytes, sectorCount, programUnitBytes, 0xff, 0)));
    }

    public int sectorCount() {
        int count = 0;
        for (FlashRegion region : regions) {
            count += region.sectorCount();
        }
        return count;
    }

    public long sizeBytes() {
        long size = 0;
        for (FlashRegion region : regions) {
            size += region.sizeBytes();
        }
        return size;
    }

    /** Program units of the whole flash; they are numbered through as sectors are. */
    public long unitCount() {
        long count = 0;
        for (FlashRegion region : regions) {
            count += (long) region.unitsPerSector() * region.sectorCount();
        }
        return count;
    }

    public FlashRegion regionOf(int sector) {
        int left = sector;
        for (FlashRegion region : regions) {
            if (left >= 0 && left < region.sectorCount()) {
                return region;
            }
            left -= region.sectorCount();
        }
        throw noSector(sector);
    }

    public int sectorBytes(int sector) {
        return regionOf(sector).sectorBytes();
    }

    public int programUnitBytes(int sector) {
        return regionOf(sector).programUnitBytes();
    }

    /** 0xff or 0x00. */
    public int erasedValue(int sector) {
        return regionOf(sector).erasedValue();
    }

    public long offsetOfSector(int sector) {
        long offset = 0;
        int left = sector;
        for (FlashRegion region : regions) {
            if (left >= 0 && left < region.sectorCount()) {
                return offset + (long) left * region.sectorBytes();
            }
            offset += region.sizeBytes();
            left -= region.sectorCount();
        }
        throw noSector(sector);
    }

    /** The number of a sector's first program unit. */
    public long firstUnitOf(int sector) {
        long units = 0;
        int left = sector;
        for (FlashRegion region : regions) {
            if (left >= 0 && left < region.sectorCount()) {
                return units + (long) left * region.unitsPerSector();
            }
            units += (long) region.unitsPerSector() * region.sectorCount();
            left -= region.sectorCount();
        }
        throw noSector(sector);
    }

    /** The sector that an octet lies in. */
    public int sectorAt(long offsetBytes) {
        long left = offsetBytes;
        int sector = 0;
        for (FlashRegion region : regions) {
            if (left >= 0 && left < region.sizeBytes()) {
                return sector + (int) (left / region.sectorBytes());
            }
            left -= region.sizeBytes();
            sector += region.sectorCount();
        }
        throw new IndexOutOfBoundsException("offset " + offsetBytes + " of a flash of " + sizeBytes() + " B");
    }

    /** For the head of a flash file and for one-time-programmable memory. */
    public Bytes encode() {
        ByteBuffer to = ByteBuffer.allocate(1 + regions.size() * 64);
        to.put((byte) regions.size());
        for (FlashRegion region : regions) {
            byte[] part = region.part().getBytes(StandardCharsets.US_ASCII);
            to.put((byte) part.length).put(part);
            to.putInt(region.sectorBytes()).putInt(region.sectorCount());
            to.put((byte) region.programUnitBytes()).put((byte) region.erasedValue());
            to.putInt(region.enduranceErases());
        }
        return Bytes.copyOf(to.array(), 0, to.position());
    }

    /** Reads what {@link #encode} wrote; IllegalArgumentException for anything else. */
    public static FlashGeometry decode(Bytes octets) {
        try {
            ByteBuffer from = octets.asByteBuffer();
            int count = from.get() & 0xff;
            List<FlashRegion> regions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] part = new byte[from.get() & 0xff];
                from.get(part);
                regions.add(new FlashRegion(
                        new String(part, StandardCharsets.US_ASCII),
                        from.getInt(),
                        from.getInt(),
                        from.get(),
                        from.get() & 0xff,
                        from.getInt()));
            }
            if (from.hasRemaining()) {
                throw new IllegalArgumentException("flash geometry with " + from.remaining() + " B too many");
            }
            return new FlashGeometry(regions);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("flash geometry is truncated: " + octets.length() + " B", e);
        }
    }

    private IndexOutOfBoundsException noSector(int sector) {
        return new IndexOutOfBoundsException("sector " + sector + " of " + sectorCount());
    }
}
