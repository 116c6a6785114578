package io.moult.client.support;

import io.moult.bytes.Bytes;
import io.moult.client.install.StagingArea;
import java.io.IOException;
import java.util.Arrays;

/**
 * A staging area in RAM that insists on the port's contract: it throws where a real one would quietly do harm. It
 * outlives the consumer that writes it, like flash.
 */
public final class StrictStagingArea implements StagingArea {
    private final int sectorBytes;
    private final int envelopeCapacityBytes;
    private final byte[] flash;
    private Bytes envelope = Bytes.EMPTY;
    private long reachedBytes;
    private int begins;
    private int writes;
    private int failAfterWrites = Integer.MAX_VALUE;

    public StrictStagingArea(int capacityBytes, int sectorBytes, int envelopeCapacityBytes) {
        this.flash = new byte[capacityBytes];
        this.sectorBytes = sectorBytes;
        this.envelopeCapacityBytes = envelopeCapacityBytes;
        Arrays.fill(flash, (byte) 0xff);
    }

    public static StrictStagingArea ofKibibytes(int kibibytes) {
        return new StrictStagingArea(kibibytes * 1024, 4096, 64 * 1024);
    }

    @Override
    public long capacityBytes() {
        return flash.length;
    }

    @Override
    public int sectorBytes() {
        return sectorBytes;
    }

    @Override
    public int envelopeCapacityBytes() {
        return envelopeCapacityBytes;
    }

    @Override
    public synchronized void begin(Bytes newEnvelope) throws IOException {
        if (newEnvelope.isEmpty() || newEnvelope.length() > envelopeCapacityBytes) {
            throw new IllegalArgumentException("an envelope of " + newEnvelope.length() + " octets");
        }
        envelope = newEnvelope;
        reachedBytes = 0;
        begins++;
    }

    @Override
    public synchronized Bytes stagedEnvelope() {
        return envelope;
    }

    @Override
    public synchronized void write(long offsetBytes, Bytes octets) throws IOException {
        if (envelope.isEmpty()) {
            throw new IllegalStateException("nothing was begun");
        }
        boolean goesOn = offsetBytes == reachedBytes;
        boolean fromSector = offsetBytes % sectorBytes == 0 && offsetBytes <= reachedBytes;
        if (!goesOn && !fromSector) {
            throw new IllegalArgumentException("write at " + offsetBytes + " after " + reachedBytes);
        }
        if (offsetBytes + octets.length() > flash.length) {
            throw new IllegalArgumentException("write up to " + (offsetBytes + octets.length()));
        }
        if (++writes > failAfterWrites) {
            throw new IOException("the flash does not answer");
        }
        octets.copyInto(flash, (int) offsetBytes);
        reachedBytes = offsetBytes + octets.length();
    }

    @Override
    public synchronized Bytes read(long offsetBytes, int lengthBytes) {
        if (offsetBytes + lengthBytes > reachedBytes) {
            throw new IllegalArgumentException("read up to " + (offsetBytes + lengthBytes) + " of " + reachedBytes);
        }
        return Bytes.copyOf(flash, (int) offsetBytes, lengthBytes);
    }

    @Override
    public synchronized void discard() {
        envelope = Bytes.EMPTY;
        reachedBytes = 0;
    }

    /** The next so many writes succeed; then none. */
    public synchronized void failAfter(int moreWrites) {
        failAfterWrites = writes + moreWrites;
    }

    /** An octet changes in flash, behind everybody's back. */
    public synchronized void spoil(int index) {
        flash[index] ^= 1;
    }

    /** How often {@link #begin} gave a candidate up for another. */
    public synchronized int begins() {
        return begins;
    }

    /** All that is staged. */
    public synchronized Bytes staged() {
        return Bytes.copyOf(flash, 0, (int) reachedBytes);
    }
}
