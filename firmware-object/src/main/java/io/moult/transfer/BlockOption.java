package io.moult.transfer;

import java.util.Objects;

/**
 * The value of a Block1 or Block2 option (RFC 7959 §2.2). The offset counts, not the number: the same octets have
 * another number at another size.
 */
public record BlockOption(int number, boolean more, BlockSize size) {
    /** The largest number that the option can carry (20 bit). */
    public static final int MAX_NUMBER = (1 << 20) - 1;

    public BlockOption {
        Objects.requireNonNull(size);
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("block number " + number + " is not in 0.." + MAX_NUMBER);
        }
    }

    /** The block that begins at an offset, which must be a multiple of the size. */
    public static BlockOption at(long offsetBytes, boolean more, BlockSize size) {
        if (offsetBytes % size.octets() != 0) {
            throw new IllegalArgumentException("offset " + offsetBytes + " is no multiple of " + size.octets());
        }
        return new BlockOption(Math.toIntExact(offsetBytes / size.octets()), more, size);
    }

    /** True if a body of this length can be numbered at this size. */
    public static boolean canNumber(long bodyLengthBytes, BlockSize size) {
        return (bodyLengthBytes - 1) / size.octets() <= MAX_NUMBER;
    }

    /** The offset of the block's first octet in the body. */
    public long offsetBytes() {
        return (long) number * size.octets();
    }

    /** Such as {@code 12/1/1024}: the notation of RFC 7959. */
    @Override
    public String toString() {
        return number + "/" + (more ? 1 : 0) + "/" + size.octets();
    }
}
