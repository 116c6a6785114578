package io.moult.boot.flash;

import io.moult.bytes.Bytes;

/**
 * What unstable units read as: each bit at each read either as erased or as it was to become. Which, is a function of
 * the unit's place and of the number of the read, so that a run can be repeated. A fuse never reads blank again once it
 * was touched: there the lowest bit of each octet that was to change has changed.
 */
final class Noise {
    private final FlashGeometry geometry;
    private final NorStore store;

    Noise(FlashGeometry geometry, NorStore store) {
        this.geometry = geometry;
        this.store = store;
    }

    Bytes over(Bytes octets, long offsetBytes, long read) {
        byte[] noisy = octets.toArray();
        for (int i = 0; i < noisy.length; i++) {
            long at = offsetBytes + i;
            int sector = geometry.sectorAt(at);
            long unit = geometry.firstUnitOf(sector)
                    + (at - geometry.offsetOfSector(sector)) / geometry.programUnitBytes(sector);
            if (store.unstable(unit)) {
                int undecided = (noisy[i] ^ geometry.erasedValue(sector)) & 0xff;
                int settled = geometry.regionOf(sector).fuses() ? Integer.lowestOneBit(undecided) : 0;
                noisy[i] ^= (byte) (undecided & ~settled & changes(unit, at, read));
            }
        }
        return Bytes.wrap(noisy);
    }

    /** Which bits read as erased: often none of a unit's, or all, for it is by chance that a torn record reads whole. */
    private static int changes(long unit, long at, long read) {
        return switch ((int) mixed(unit * 0x20003 + read) & 3) {
            case 0 -> 0;
            case 1 -> 0xff;
            default -> (int) mixed(at * 0x10001 + read);
        };
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
