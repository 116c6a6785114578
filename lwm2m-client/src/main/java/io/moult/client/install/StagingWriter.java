package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * Streams an image into the staging area: collects a sector, writes it whole, and keeps a running digest. No more than a
 * sector is in RAM. What {@link #durableBytes} counts is in the staging area; what {@link #acceptedBytes} counts beyond
 * that is lost with the power, and must be sent again.
 */
public final class StagingWriter {
    private static final int READ_BACK_BYTES = 4096;

    private final StagingArea staging;
    private final long imageSizeBytes;
    private final MessageDigest digest;
    private final byte[] sector;
    private int inSector;
    private long durableBytes;

    private StagingWriter(StagingArea staging, long imageSizeBytes, MessageDigest digest, long durableBytes) {
        this.staging = staging;
        this.imageSizeBytes = imageSizeBytes;
        this.digest = digest;
        this.durableBytes = durableBytes;
        this.sector = new byte[staging.sectorBytes()];
    }

    /** A writer for an image of which nothing is staged. */
    public static StagingWriter fresh(StagingArea staging, long imageSizeBytes) {
        return new StagingWriter(staging, imageSizeBytes, Digest.newSha256(), 0);
    }

    /** A writer that goes on behind octets that are staged already; their digest is computed by reading them back. */
    public static StagingWriter resumed(StagingArea staging, long imageSizeBytes, long stagedBytes) throws IOException {
        boolean wholeSectors = stagedBytes % staging.sectorBytes() == 0 || stagedBytes == imageSizeBytes;
        if (stagedBytes > imageSizeBytes || !wholeSectors) {
            throw new IllegalArgumentException(
                    stagedBytes + " octets staged of " + imageSizeBytes + ", in sectors of " + staging.sectorBytes());
        }
        MessageDigest digest = Digest.newSha256();
        for (long at = 0; at < stagedBytes; at += READ_BACK_BYTES) {
            staging.read(at, (int) Math.min(READ_BACK_BYTES, stagedBytes - at)).updateDigest(digest);
        }
        return new StagingWriter(staging, imageSizeBytes, digest, stagedBytes);
    }

    /**
     * Takes the next octets; at most {@link #missingBytes}.
     *
     * @return true when a sector, or the end of the image, became durable by it
     */
    public boolean write(Bytes octets) throws IOException {
        if (octets.length() > missingBytes()) {
            throw new IllegalArgumentException(octets.length() + " octets, " + missingBytes() + " are missing");
        }
        octets.updateDigest(digest);
        boolean advanced = false;
        int taken = 0;
        while (taken < octets.length()) {
            int part = Math.min(octets.length() - taken, sector.length - inSector);
            octets.slice(taken, taken + part).copyInto(sector, inSector);
            inSector += part;
            taken += part;
            if (inSector == sector.length || missingBytes() == 0) {
                staging.write(durableBytes, Bytes.copyOf(sector, 0, inSector));
                durableBytes += inSector;
                inSector = 0;
                advanced = true;
            }
        }
        return advanced;
    }

    public long imageSizeBytes() {
        return imageSizeBytes;
    }

    public long acceptedBytes() {
        return durableBytes + inSector;
    }

    public long durableBytes() {
        return durableBytes;
    }

    public long missingBytes() {
        return imageSizeBytes - acceptedBytes();
    }

    /** SHA-256 of all that was accepted so far. */
    public Bytes digestSoFar() {
        try {
            return Bytes.wrap(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this provider's SHA-256 cannot be cloned", e);
        }
    }
}
