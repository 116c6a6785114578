package io.moult.bytes;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Checksum;

/** Immutable octets with value equality. A slice shares the octets of its origin and copies nothing. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] octets;
    private final int from;
    private final int length;

    private Bytes(byte[] octets, int from, int length) {
        this.octets = octets;
        this.from = from;
        this.length = length;
    }

    /** Copies, so that a later change of the array changes nothing here. */
    public static Bytes copyOf(byte[] octets) {
        return new Bytes(octets.clone(), 0, octets.length);
    }

    public static Bytes copyOf(byte[] octets, int fromOctet, int lengthOctets) {
        return new Bytes(Arrays.copyOfRange(octets, fromOctet, fromOctet + lengthOctets), 0, lengthOctets);
    }

    /** Takes the array over without a copy: only for an array that the caller gives away. */
    public static Bytes wrap(byte[] octets) {
        return new Bytes(octets, 0, octets.length);
    }

    /** Reads hexadecimal digits; throws IllegalArgumentException on anything else. */
    public static Bytes ofHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The octet at an index from 0, as a number from 0 to 255. */
    public int at(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("octet " + index + " of " + length);
        }
        return octets[from + index] & 0xff;
    }

    /** The octets from an index (inclusive) to another (exclusive). */
    public Bytes slice(int fromIndex, int toIndex) {
        if (fromIndex < 0 || toIndex < fromIndex || toIndex > length) {
            throw new IndexOutOfBoundsException("slice " + fromIndex + ".." + toIndex + " of " + length);
        }
        return new Bytes(octets, from + fromIndex, toIndex - fromIndex);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(octets, from, from + length);
    }

    /** A read-only view; position 0, limit the length. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(octets, from, length).slice().asReadOnlyBuffer();
    }

    /** Copies all octets into an array, from an offset on. */
    public void copyInto(byte[] target, int targetOffset) {
        System.arraycopy(octets, from, target, targetOffset, length);
    }

    public void updateDigest(MessageDigest digest) {
        digest.update(octets, from, length);
    }

    public void updateChecksum(Checksum checksum) {
        checksum.update(octets, from, length);
    }

    /** Compares in a time that depends on the lengths alone. */
    public boolean equalsInConstantTime(Bytes other) {
        return MessageDigest.isEqual(toArray(), other.toArray());
    }

    public String hex() {
        return HexFormat.of().formatHex(octets, from, from + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(octets, from, from + length, that.octets, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + octets[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length <= 40 ? hex() : hex().substring(0, 64) + "… (" + length + " B)";
    }
}
