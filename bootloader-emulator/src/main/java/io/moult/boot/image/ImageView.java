package io.moult.boot.image;

import io.moult.boot.flash.Flash;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The octets of one image where they lie, in flash or in RAM, to be read and not to be written. */
public final class ImageView {
    private static final int CHUNK_BYTES = 4096;

    private final @Nullable Flash flash;
    private final Bytes ram;
    private final long offsetBytes;
    private final long capacityBytes;
    private final int slot;

    private ImageView(@Nullable Flash flash, Bytes ram, long offsetBytes, long capacityBytes, int slot) {
        this.flash = flash;
        this.ram = ram;
        this.offsetBytes = offsetBytes;
        this.capacityBytes = capacityBytes;
        this.slot = slot;
    }

    /**
     * An image in flash.
     *
     * @param slot which of the component's slots this is, or is to be in: 0 primary, 1 secondary
     */
    public static ImageView inFlash(Flash flash, long offsetBytes, long capacityBytes, int slot) {
        return new ImageView(flash, Bytes.EMPTY, offsetBytes, capacityBytes, slot);
    }

    /** The same image copied into RAM, as much of it as is said; what lies in flash counts no more. */
    public ImageView loaded(long sizeBytes) throws IOException {
        Bytes copy = read(0, (int) Math.min(sizeBytes, capacityBytes));
        return new ImageView(null, copy, offsetBytes, copy.length(), slot);
    }

    /** What was copied into RAM. */
    public Optional<Bytes> ram() {
        return flash == null ? Optional.of(ram) : Optional.empty();
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Where the image begins in the flash. */
    public long flashOffsetBytes() {
        return offsetBytes;
    }

    /** 0 primary, 1 secondary. */
    public int slot() {
        return slot;
    }

    public Bytes read(long fromBytes, int lengthBytes) throws IOException {
        if (fromBytes < 0 || lengthBytes < 0 || fromBytes + lengthBytes > capacityBytes) {
            throw new IndexOutOfBoundsException(
                    lengthBytes + " B at " + fromBytes + " of a slot of " + capacityBytes + " B");
        }
        return flash == null
                ? ram.slice((int) fromBytes, (int) fromBytes + lengthBytes)
                : flash.read(offsetBytes + fromBytes, lengthBytes);
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
