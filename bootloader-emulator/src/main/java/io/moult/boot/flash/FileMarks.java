package io.moult.boot.flash;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** A row of bits, one a program unit, as it stands in the file. */
final class FileMarks {
    private final byte[] octets;

    FileMarks(byte[] octets) {
        this.octets = octets;
    }

    boolean get(long unit) {
        return (octets[(int) (unit / 8)] >> (unit % 8) & 1) != 0;
    }

    boolean none() {
        return BitSet.valueOf(octets).isEmpty();
    }

    void set(NorStore.Units units, boolean value) {
        for (long unit = units.first(); unit < units.first() + units.count(); unit++) {
            int bit = 1 << (unit % 8);
            int index = (int) (unit / 8);
            octets[index] = (byte) (value ? octets[index] | bit : octets[index] & ~bit);
        }
    }

    /** Where the octets with these units begin in the row. */
    static int firstOctet(NorStore.Units units) {
        return (int) (units.first() / 8);
    }

    /** The octets with these units, and the bits of neighbours beside them. */
    ByteBuffer octetsOf(NorStore.Units units) {
        int end = (int) ((units.first() + units.count() + 7) / 8);
        return ByteBuffer.wrap(octets, firstOctet(units), end - firstOctet(units));
    }
}
