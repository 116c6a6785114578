package io.moult.client.install;

import io.moult.bytes.Bytes;
import java.io.IOException;

/**
 * The port over the place where a candidate waits for the bootloader: an image, and beside it the envelope that speaks
 * for it. A block device: sectors are erased whole, written once, in order. Owned by the firmware consumer's thread.
 *
 * <p>Every method may throw {@link IOException} when the storage fails; nothing that the device runs from is ever
 * touched through this port.
 */
public interface StagingArea {
    /** The largest image that fits, in octets. */
    long capacityBytes();

    /** The size of a sector, the unit of durable progress, in octets. */
    int sectorBytes();

    /** The largest envelope (without payloads) that fits beside the image, in octets. */
    int envelopeCapacityBytes();

    /**
     * Gives up whatever was staged and keeps this envelope (without payloads) for a new candidate, durably. The image
     * that was there, the previous one, can no longer be reverted to. Called only when the running image is confirmed.
     */
    void begin(Bytes envelope) throws IOException;

    /** The envelope that {@link #begin} kept, if a candidate is being staged; empty octets otherwise. */
    Bytes stagedEnvelope() throws IOException;

    /**
     * Writes image octets. Offsets ascend without gap; a write may also start again at any sector boundary at or below
     * the last one reached (after a restart), and then that sector is erased anew. Returns when the octets would
     * survive the end of the process.
     */
    void write(long offsetBytes, Bytes octets) throws IOException;

    /** Reads staged image octets. */
    Bytes read(long offsetBytes, int lengthBytes) throws IOException;

    /** Gives the candidate up. Idempotent. */
    void discard() throws IOException;
}
