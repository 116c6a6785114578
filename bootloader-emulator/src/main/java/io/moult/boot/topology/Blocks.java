package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import java.util.List;

/** The unit of copying between slots whose sectors differ in size. */
final class Blocks {
    private Blocks() {}

    /** Whether every block ends where a sector does, up to this many octets from the range's beginning. */
    static boolean fit(FlashGeometry geometry, SectorRange range, int blockBytes, long endBytes) {
        long start = geometry.offsetOfSector(range.first());
        long nextBlock = blockBytes;
        long at = 0;
        for (int sector = range.first(); sector < range.end() && at < endBytes; sector++) {
            at = geometry.offsetOfSector(sector) + geometry.sectorBytes(sector) - start;
            if (at > nextBlock) {
                return false;
            }
            nextBlock += at == nextBlock ? blockBytes : 0;
        }
        return at == endBytes;
    }

    /** The smallest block that ends where sectors do in all of these ranges; IllegalArgumentException if there is none. */
    static int smallest(FlashGeometry geometry, List<SectorRange> ranges) {
        SectorRange first = ranges.get(0);
        long start = geometry.offsetOfSector(first.first());
        for (int sector = first.first(); sector < first.end(); sector++) {
            int bytes = Math.toIntExact(geometry.offsetOfSector(sector) + geometry.sectorBytes(sector) - start);
            if (ranges.stream().allMatch(range -> fits(geometry, range, bytes))) {
                return bytes;
            }
        }
        throw new IllegalArgumentException("no block fits the sectors of all of " + ranges);
    }

    private static boolean fits(FlashGeometry geometry, SectorRange range, int blockBytes) {
        long whole = Topology.bytesOf(geometry, range) / blockBytes;
        return whole > 0 && fit(geometry, range, blockBytes, whole * blockBytes);
    }
}
