package io.moult.suit.author.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Octets at addresses, none of them given twice, as one or several files say. Owned by one thread.
 *
 * <p>The flat image of it is what a programmer would leave in erased flash: from the lowest address to the highest, with 0xff
 * in the gaps.
 */
public final class LoadableContent {
    /** From the lowest address to the highest, in octets; and all content together. */
    public static final int MOST_BYTES = 64 * 1024 * 1024;

    /** Pieces that do not touch. */
    static final int MOST_PIECES = 65_536;

    private static final int ERASED = 0xff;

    private final TreeMap<Long, ByteArrayOutputStream> pieces = new TreeMap<>();
    private long contentBytes;

    /** Adds octets at an address; those right behind a piece that is there lengthen it. */
    void add(long address, byte[] octets, int from, int length) throws ImageFileException {
        if (length == 0) {
            return;
        }
        contentBytes += length;
        if (contentBytes > MOST_BYTES) {
            throw new ImageFileException("has more than " + MOST_BYTES + " octets of content");
        }
        Map.Entry<Long, ByteArrayOutputStream> before = pieces.floorEntry(address);
        Long after = pieces.higherKey(address);
        if (after != null && after - address < length) {
            throw new ImageFileException("gives address " + hex(after) + " twice");
        }
        if (before != null && address - before.getKey() < before.getValue().size()) {
            throw new ImageFileException("gives address " + hex(address) + " twice");
        }
        if (before != null && address - before.getKey() == before.getValue().size()) {
            before.getValue().write(octets, from, length);
            return;
        }
        if (pieces.size() == MOST_PIECES) {
            throw new ImageFileException("has more than " + MOST_PIECES + " pieces that do not touch");
        }
        ByteArrayOutputStream fresh = new ByteArrayOutputStream(length);
        fresh.write(octets, from, length);
        pieces.put(address, fresh);
    }

    /** Adds what another one holds. */
    void addAll(LoadableContent other) throws ImageFileException {
        for (Map.Entry<Long, ByteArrayOutputStream> piece : other.pieces.entrySet()) {
            byte[] octets = piece.getValue().toByteArray();
            add(piece.getKey(), octets, 0, octets.length);
        }
    }

    /** Refuses what makes no flat image: nothing at all, or what lies too far apart. */
    void requireFlat() throws ImageFileException {
        if (pieces.isEmpty()) {
            throw new ImageFileException("holds nothing to be loaded");
        }
        if (sizeBytes() > MOST_BYTES) {
            throw new ImageFileException("reaches from address " + hex(firstAddress()) + " to "
                    + hex(firstAddress() + sizeBytes() - 1) + ", more than the " + MOST_BYTES
                    + " octets that make one image: leave out what lies elsewhere");
        }
    }

    /** The lowest address. */
    public long firstAddress() {
        return pieces.firstKey();
    }

    /** Octets of the flat image. */
    public long sizeBytes() {
        Map.Entry<Long, ByteArrayOutputStream> last = pieces.lastEntry();
        return last.getKey() + last.getValue().size() - firstAddress();
    }

    /** Writes the flat image. */
    public void writeFlat(OutputStream out) throws IOException {
        long at = firstAddress();
        byte[] erased = new byte[4096];
        Arrays.fill(erased, (byte) ERASED);
        for (Map.Entry<Long, ByteArrayOutputStream> piece : pieces.entrySet()) {
            while (at < piece.getKey()) {
                int gap = (int) Math.min(erased.length, piece.getKey() - at);
                out.write(erased, 0, gap);
                at += gap;
            }
            piece.getValue().writeTo(out);
            at += piece.getValue().size();
        }
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
