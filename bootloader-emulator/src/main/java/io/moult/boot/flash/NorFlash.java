package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Strict NOR flash, in RAM or in a file, and metered. Stricter than silicon: a second program of a unit is refused even
 * where the bits would allow it, because flash with error correction cannot do it.
 */
public final class NorFlash implements Flash, Closeable {
    private final FlashGeometry geometry;
    private final NorStore store;
    private long reads;
    private long programs;
    private long erases;
    private long octetsProgrammed;

    private NorFlash(FlashGeometry geometry, NorStore store) {
        this.geometry = geometry;
        this.store = store;
    }

    /** A blank device in RAM. */
    public static NorFlash inMemory(FlashGeometry geometry) {
        return new NorFlash(geometry, new MemoryStore(geometry));
    }

    /** Opens a file made by {@link FlashFile#create} for reading and writing, alone: a second writer is refused. */
    public static NorFlash open(Path file, FlashFile.Options options) throws IOException {
        FileStore store = FileStore.openForWriting(file, options);
        return new NorFlash(store.description().geometry(), store);
    }

    /** Opens a file for reading, also while a device runs from it. A write is refused. */
    public static NorFlash openReadOnly(Path file) throws IOException {
        FileStore store = FileStore.openReadOnly(file);
        return new NorFlash(store.description().geometry(), store);
    }

    /** A device in RAM with the same contents and marks, for trying things out; IllegalStateException for a file. */
    public NorFlash copy() {
        return new NorFlash(geometry, memory().copy());
    }

    /** Lets one bit rot, in RAM only; bit 0 is the lowest of the first octet. */
    public void rot(long bit) {
        memory().flip(bit);
    }

    private MemoryStore memory() {
        if (store instanceof MemoryStore memory) {
            return memory;
        }
        throw new IllegalStateException("flash is in a file");
    }

    @Override
    public FlashGeometry geometry() {
        return geometry;
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        checkRange("read", offsetBytes, lengthBytes);
        reads++;
        return store.read(offsetBytes, lengthBytes);
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        int unitBytes = geometry.programUnitBytes();
        checkRange("program", offsetBytes, octets.length());
        if (octets.isEmpty() || offsetBytes % unitBytes != 0 || octets.length() % unitBytes != 0) {
            throw new FlashMisuse("program of " + octets.length() + " B at " + offsetBytes
                    + " is not in whole units of " + unitBytes + " B");
        }
        long last = offsetBytes + octets.length() - 1;
        if (offsetBytes / geometry.sectorBytes() != last / geometry.sectorBytes()) {
            throw new FlashMisuse("program of " + octets.length() + " B at " + offsetBytes + " crosses a sector's end");
        }
        long firstUnit = offsetBytes / unitBytes;
        int unitCount = octets.length() / unitBytes;
        for (long unit = firstUnit; unit < firstUnit + unitCount; unit++) {
            if (store.programmed(unit)) {
                throw new FlashMisuse("second program of the unit at " + unit * unitBytes + " without an erase");
            }
        }
        store.program(offsetBytes, octets, firstUnit, unitCount);
        programs++;
        octetsProgrammed += octets.length();
    }

    @Override
    public void erase(int sector) throws IOException {
        long offsetBytes = geometry.offsetOfSector(sector);
        int units = geometry.unitsPerSector();
        store.erase(offsetBytes, geometry.sectorBytes(), (long) sector * units, units, sector);
        erases++;
    }

    /** How often a sector has been erased in its life. */
    public int eraseCount(int sector) {
        geometry.offsetOfSector(sector);
        return store.eraseCount(sector);
    }

    /** The operations since this object was made. */
    public Operations operations() {
        return new Operations(reads, programs, erases, octetsProgrammed);
    }

    /** A count of operations. */
    public record Operations(long reads, long programs, long erases, long octetsProgrammed) {
        /** What a power cut can fall on. */
        public long writes() {
            return programs + erases;
        }
    }

    private void checkRange(String what, long offsetBytes, int lengthBytes) {
        if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes > geometry.sizeBytes()) {
            throw new FlashMisuse(what + " of " + lengthBytes + " B at " + offsetBytes + " in a flash of "
                    + geometry.sizeBytes() + " B");
        }
    }

    @Override
    public void close() throws IOException {
        if (store instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
