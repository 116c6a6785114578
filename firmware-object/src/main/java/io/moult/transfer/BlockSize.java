package io.moult.transfer;

/**
 * A block size of RFC 7959: 16, 32, … 1024 octets, on the wire as the exponent SZX from 0 to 6. SZX 7 belongs to
 * reliable transports and is not spoken here.
 */
public record BlockSize(int szx) implements Comparable<BlockSize> {
    public static final BlockSize SMALLEST = new BlockSize(0);
    public static final BlockSize LARGEST = new BlockSize(6);

    public BlockSize {
        if (szx < 0 || szx > 6) {
            throw new IllegalArgumentException("SZX " + szx + " is not in 0..6");
        }
    }

    /** The size of exactly this many octets; IllegalArgumentException unless it is a power of two in 16..1024. */
    public static BlockSize ofOctets(int octets) {
        BlockSize size = atMostOctets(octets);
        if (size.octets() != octets) {
            throw new IllegalArgumentException("no block size of " + octets + " octets");
        }
        return size;
    }

    /** The largest size that holds no more than this many octets; the smallest one for less than 16. */
    public static BlockSize atMostOctets(long octets) {
        if (octets < SMALLEST.octets()) {
            return SMALLEST;
        }
        long capped = Math.min(octets, LARGEST.octets());
        return new BlockSize(Long.numberOfTrailingZeros(Long.highestOneBit(capped)) - 4);
    }

    public int octets() {
        return 16 << szx;
    }

    public boolean isSmallest() {
        return szx == 0;
    }

    /** The next smaller size; IllegalStateException on the smallest. */
    public BlockSize oneSmaller() {
        if (isSmallest()) {
            throw new IllegalStateException("no block is smaller than " + octets() + " octets");
        }
        return new BlockSize(szx - 1);
    }

    public BlockSize min(BlockSize other) {
        return szx <= other.szx ? this : other;
    }

    public boolean isSmallerThan(BlockSize other) {
        return szx < other.szx;
    }

    @Override
    public int compareTo(BlockSize other) {
        return Integer.compare(szx, other.szx);
    }
}
