package io.moult.boot.image;

import io.moult.boot.flash.Flash;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The two envelope areas. An area describes itself (length, checksum), so that it can be read without the journal. */
public final class EnvelopeStore {
    static final int HEAD_BYTES = 32;
    private static final int MAGIC = 0x454e564c;

    private final Flash flash;
    private final FlashLayout layout;

    public EnvelopeStore(Flash flash, FlashLayout layout) {
        this.flash = flash;
        this.layout = layout;
    }

    /** The envelope in an area, if a whole one is there. */
    public Optional<Bytes> read(EnvelopeArea area) throws IOException {
        long offset = offsetOf(area);
        ByteBuffer head = flash.read(offset, HEAD_BYTES).asByteBuffer();
        int length = head.getInt(4);
        if (head.getInt(0) != MAGIC || length < 1 || length > layout.envelopeBytes()) {
            return Optional.empty();
        }
        Bytes envelope = flash.read(offset + HEAD_BYTES, length);
        return checksum(envelope) == head.getInt(8) ? Optional.of(envelope) : Optional.empty();
    }

    /** Replaces what is in an area. A power cut leaves no envelope there, or the new one. */
    public void write(EnvelopeArea area, Bytes envelope) throws IOException {
        if (envelope.isEmpty() || envelope.length() > layout.envelopeBytes()) {
            throw new IllegalArgumentException(
                    "envelope of " + envelope.length() + " B; there is room for " + layout.envelopeBytes() + " B");
        }
        int sectorBytes = layout.sectorBytes();
        int length = HEAD_BYTES + (envelope.length() + HEAD_BYTES - 1) / HEAD_BYTES * HEAD_BYTES;
        int first = layout.envelopeFirstSector(area);
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) flash.geometry().erasedValue(first));
        ByteBuffer.wrap(octets).putInt(MAGIC).putInt(envelope.length()).putInt(checksum(envelope));
        envelope.copyInto(octets, HEAD_BYTES);
        Bytes all = Bytes.wrap(octets);
        for (int at = 0; at < length; at += sectorBytes) {
            flash.erase(first + at / sectorBytes);
            flash.program(offsetOf(area) + at, all.slice(at, Math.min(at + sectorBytes, length)));
        }
    }

    private long offsetOf(EnvelopeArea area) {
        return layout.geometry().offsetOfSector(layout.envelopeFirstSector(area));
    }

    private static int checksum(Bytes envelope) {
        CRC32C crc = new CRC32C();
        crc.update(envelope.asByteBuffer());
        return (int) crc.getValue();
    }
}
