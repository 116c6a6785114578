package io.moult.boot.image;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The areas for envelopes. An area describes itself (length, checksum), so that it can be read without the journal. */
public final class EnvelopeStore {
    static final int HEAD_BYTES = 32;
    private static final int MAGIC = 0x454e564c;

    private final Flash flash;
    private final Topology topology;

    public EnvelopeStore(Flash flash, Topology topology) {
        this.flash = flash;
        this.topology = topology;
    }

    /** The sectors of an area. */
    public static SectorRange range(Topology topology, EnvelopeArea area) {
        return area == EnvelopeArea.A ? topology.envelopeA() : topology.envelopeB();
    }

    /** The envelope in an area, if a whole one is there. */
    public Optional<Bytes> read(EnvelopeArea area) throws IOException {
        return read(range(topology, area));
    }

    /** The envelope of the golden images, if there is one. */
    public Optional<Bytes> readGolden() throws IOException {
        return topology.goldenEnvelope().isPresent()
                ? read(topology.goldenEnvelope().get())
                : Optional.empty();
    }

    private Optional<Bytes> read(SectorRange range) throws IOException {
        long offset = topology.offsetOf(range);
        ByteBuffer head = flash.read(offset, HEAD_BYTES).asByteBuffer();
        int length = head.getInt(4);
        if (head.getInt(0) != MAGIC || length < 1 || length > topology.bytesOf(range) - HEAD_BYTES) {
            return Optional.empty();
        }
        Bytes envelope = flash.read(offset + HEAD_BYTES, length);
        return checksum(envelope, head.getInt(12)) == head.getInt(8) ? Optional.of(envelope) : Optional.empty();
    }

    /** The generation of the key under which this envelope's images were staged; 0 without a whole envelope. */
    public int generation(EnvelopeArea area) throws IOException {
        return read(area).isEmpty()
                ? 0
                : flash.read(topology.offsetOf(range(topology, area)), HEAD_BYTES)
                        .asByteBuffer()
                        .getInt(12);
    }

    /** Replaces what is in an area. A power cut leaves no envelope there, or the new one. */
    public void write(EnvelopeArea area, Bytes envelope, int generation) throws IOException {
        write(range(topology, area), envelope, generation);
    }

    /** At manufacture. */
    public void writeGolden(Bytes envelope) throws IOException {
        write(topology.goldenEnvelope().orElseThrow(), envelope, 0);
    }

    private void write(SectorRange range, Bytes envelope, int generation) throws IOException {
        if (envelope.isEmpty() || envelope.length() > topology.envelopeBytes()) {
            throw new IllegalArgumentException(
                    "envelope of " + envelope.length() + " B; there is room for " + topology.envelopeBytes() + " B");
        }
        FlashGeometry geometry = topology.geometry();
        int length = HEAD_BYTES + (envelope.length() + HEAD_BYTES - 1) / HEAD_BYTES * HEAD_BYTES;
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) geometry.erasedValue(range.first()));
        ByteBuffer.wrap(octets)
                .putInt(MAGIC)
                .putInt(envelope.length())
                .putInt(checksum(envelope, generation))
                .putInt(generation);
        envelope.copyInto(octets, HEAD_BYTES);
        Bytes all = Bytes.wrap(octets);
        int at = 0;
        for (int sector = range.first(); at < length; sector++) {
            int end = Math.min(at + geometry.sectorBytes(sector), length);
            flash.erase(sector);
            flash.program(geometry.offsetOfSector(sector), all.slice(at, end));
            at = end;
        }
    }

    /** The generation in the head is covered as well. */
    private static int checksum(Bytes envelope, int generation) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(generation).flip());
        envelope.updateChecksum(crc);
        return (int) crc.getValue();
    }
}
