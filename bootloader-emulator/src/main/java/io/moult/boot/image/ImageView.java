package io.moult.boot.image;

import io.moult.boot.flash.Flash;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.io.IOException;
import java.security.MessageDigest;

/** The octets of one image where they lie in flash, to be read and not to be written. */
public final class ImageView {
    private static final int CHUNK_BYTES = 4096;

    private final Flash flash;
    private final long offsetBytes;
    private final long capacityBytes;

    private ImageView(Flash flash, long offsetBytes, long capacityBytes) {
        this.flash = flash;
        this.offsetBytes = offsetBytes;
        this.capacityBytes = capacityBytes;
    }

    /** What would execute. */
    public static ImageView primary(Flash flash, FlashLayout layout) {
        return at(flash, layout, layout.primaryFirstSector());
    }

    /** A candidate: from the secondary's second sector on. */
    public static ImageView staged(Flash flash, FlashLayout layout) {
        return at(flash, layout, layout.secondaryFirstSector() + 1);
    }

    /** The image that ran before: from the secondary's first sector on. */
    public static ImageView previous(Flash flash, FlashLayout layout) {
        return at(flash, layout, layout.secondaryFirstSector());
    }

    private static ImageView at(Flash flash, FlashLayout layout, int sector) {
        return new ImageView(flash, layout.geometry().offsetOfSector(sector), layout.slotBytes());
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Where the image begins in the flash. */
    public long flashOffsetBytes() {
        return offsetBytes;
    }

    public Bytes read(long fromBytes, int lengthBytes) throws IOException {
        if (fromBytes < 0 || lengthBytes < 0 || fromBytes + lengthBytes > capacityBytes) {
            throw new IndexOutOfBoundsException(
                    lengthBytes + " B at " + fromBytes + " of a slot of " + capacityBytes + " B");
        }
        return flash.read(offsetBytes + fromBytes, lengthBytes);
    }

    /** SHA-256 over the first octets. */
    public Bytes sha256(long lengthBytes) throws IOException {
        MessageDigest digest = Digest.newSha256();
        for (long at = 0; at < lengthBytes; at += CHUNK_BYTES) {
            read(at, (int) Math.min(CHUNK_BYTES, lengthBytes - at)).updateDigest(digest);
        }
        return Digest.ofSha256(digest).value();
    }
}
