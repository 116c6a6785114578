package io.moult.boot;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes one image into the staging place as its octets arrive. Program units are written once, so the last octets of a
 * write that ends inside a unit wait in RAM for the next write, or for the image's end. Nothing is lost by that:
 * whoever starts again does so at a sector boundary.
 */
final class StagingWriter {
    private static final long UNKNOWN = -1;

    private final Flash flash;
    private final long flashOffset;
    private final long imageBytes;
    private long nextBytes = UNKNOWN;
    private Bytes tail = Bytes.EMPTY;

    /**
     * A writer that takes up, at some sector boundary, what an earlier one may have begun.
     *
     * @param flashOffset where the staging place begins; a sector's beginning
     */
    StagingWriter(Flash flash, long flashOffset, long imageBytes) {
        this.flash = flash;
        this.flashOffset = flashOffset;
        this.imageBytes = imageBytes;
    }

    /** A writer of an image of which nothing is there yet: it begins with the first octet. */
    static StagingWriter ofNewImage(Flash flash, long flashOffset, long imageBytes) {
        StagingWriter writer = new StagingWriter(flash, flashOffset, imageBytes);
        writer.nextBytes = 0;
        return writer;
    }

    void write(long offsetBytes, Bytes octets) throws IOException {
        if (offsetBytes < 0 || offsetBytes + octets.length() > imageBytes) {
            throw new IllegalArgumentException(
                    octets.length() + " B at " + offsetBytes + " of an image of " + imageBytes + " B");
        }
        if (offsetBytes != nextBytes) {
            requireSectorStart(offsetBytes);
            tail = Bytes.EMPTY;
        }
        Bytes pending = join(tail, octets);
        long at = offsetBytes - tail.length();
        long end = offsetBytes + octets.length();
        nextBytes = UNKNOWN;
        long programmed = program(at, pending, end == imageBytes);
        tail = pending.slice((int) (programmed - at), pending.length());
        nextBytes = end;
    }

    /** Octets that have been written and are not in flash yet, for a reader of this range; from the range's beginning on. */
    void overlay(long fromBytes, byte[] read) {
        long tailFrom = nextBytes - tail.length();
        for (int i = 0; i < tail.length() && nextBytes != UNKNOWN; i++) {
            long place = tailFrom + i - fromBytes;
            if (place >= 0 && place < read.length) {
                read[(int) place] = (byte) tail.at(i);
            }
        }
    }

    private void requireSectorStart(long offsetBytes) {
        boolean known = nextBytes == UNKNOWN || offsetBytes < nextBytes;
        if (!known || !isSectorStart(offsetBytes)) {
            throw new IllegalArgumentException("write at " + offsetBytes + " where "
                    + (nextBytes == UNKNOWN ? "a sector boundary" : nextBytes + " or a sector boundary before it")
                    + " was due");
        }
    }

    private boolean isSectorStart(long imageOffset) {
        FlashGeometry geometry = flash.geometry();
        long at = flashOffset + imageOffset;
        return at < geometry.sizeBytes() && geometry.offsetOfSector(geometry.sectorAt(at)) == at;
    }

    /** Programs whole units, erasing each sector as it is entered; returns how far. The image's end is padded. */
    private long program(long from, Bytes pending, boolean last) throws IOException {
        FlashGeometry geometry = flash.geometry();
        long at = from;
        long end = from + pending.length();
        while (at < end) {
            int sector = geometry.sectorAt(flashOffset + at);
            int unitBytes = geometry.programUnitBytes(sector);
            long sectorStart = geometry.offsetOfSector(sector) - flashOffset;
            int length = (int) (Math.min(end, sectorStart + geometry.sectorBytes(sector)) - at);
            int whole = length - length % unitBytes;
            Bytes piece = pending.slice((int) (at - from), (int) (at - from) + length);
            if (last && whole < length) {
                piece = padded(piece, whole + unitBytes, geometry.erasedValue(sector));
                whole += unitBytes;
            }
            if (whole == 0) {
                break;
            }
            if (at == sectorStart) {
                flash.erase(sector);
            }
            flash.program(flashOffset + at, piece.slice(0, whole));
            at += Math.min(whole, length);
            if (whole < length) {
                break;
            }
        }
        return at;
    }

    private static Bytes join(Bytes first, Bytes second) {
        if (first.isEmpty()) {
            return second;
        }
        byte[] joined = Arrays.copyOf(first.toArray(), first.length() + second.length());
        second.copyInto(joined, first.length());
        return Bytes.wrap(joined);
    }

    private static Bytes padded(Bytes octets, int length, int value) {
        byte[] target = new byte[length];
        Arrays.fill(target, (byte) value);
        octets.copyInto(target, 0);
        return Bytes.wrap(target);
    }
}
