package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Objects;

/**
 * A flash of which some sectors hold ciphertext only: what is programmed there is encrypted on the way in, what is read
 * is decrypted on the way out. The other sectors are as they are. A sector that was erased and not programmed reads as
 * noise. Who reads one generation and writes the next holds two of these over one flash.
 */
public final class EncryptedFlash implements Flash {
    private final Flash flash;
    private final SectorKey key;
    private final int firstSector;
    private final int sectorCount;

    public EncryptedFlash(Flash flash, SectorKey key, int firstSector, int sectorCount) {
        this.flash = Objects.requireNonNull(flash);
        this.key = Objects.requireNonNull(key);
        this.firstSector = firstSector;
        this.sectorCount = sectorCount;
        flash.geometry().regionOf(firstSector);
        flash.geometry().regionOf(firstSector + sectorCount - 1);
    }

    @Override
    public FlashGeometry geometry() {
        return flash.geometry();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        byte[] octets = flash.read(offsetBytes, lengthBytes).toArray();
        long from = Math.max(offsetBytes, beginBytes());
        long to = Math.min(offsetBytes + lengthBytes, endBytes());
        if (from < to) {
            int at = (int) (from - offsetBytes);
            key.apply(from, Bytes.copyOf(octets, at, (int) (to - from))).copyInto(octets, at);
        }
        return Bytes.wrap(octets);
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        boolean encrypted = offsetBytes >= beginBytes() && offsetBytes < endBytes();
        flash.program(offsetBytes, encrypted ? key.apply(offsetBytes, octets) : octets);
    }

    @Override
    public void erase(int sector) throws IOException {
        flash.erase(sector);
    }

    private long beginBytes() {
        return geometry().offsetOfSector(firstSector);
    }

    private long endBytes() {
        int last = firstSector + sectorCount - 1;
        return geometry().offsetOfSector(last) + geometry().sectorBytes(last);
    }
}
