package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Strict NOR flash, in RAM or in a file, and metered. Stricter than silicon: a second program of a unit is refused even
 * where the bits would allow it, because flash with error correction cannot do it.
 */
public final class NorFlash implements Flash, Closeable {
    private final FlashGeometry geometry;
    private final NorStore store;
    private final Noise noise;
    private long reads;
    private long programs;
    private long erases;
    private long octetsProgrammed;

    private NorFlash(FlashGeometry geometry, NorStore store) {
        this.geometry = geometry;
        this.store = store;
        this.noise = new Noise(geometry, store);
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

    /** Lets one bit rot; bit 0 is the lowest of the first octet. */
    public void rot(long bit) throws IOException {
        checkRange("bit-rot", bit / 8, 1);
        int octet = store.read(bit / 8, 1).at(0) ^ 1 << (bit % 8);
        store.alter(bit / 8, Bytes.wrap(new byte[] {(byte) octet}));
    }

    /** From now on the sector takes no program and no erase. */
    public void stick(int sector) throws IOException {
        geometry.regionOf(sector);
        store.spoil(sector);
    }

    /** Whether a sector takes no program and no erase any more. */
    public boolean bad(int sector) {
        geometry.regionOf(sector);
        return store.bad(sector);
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
        Bytes octets = store.read(offsetBytes, lengthBytes);
        return store.anyUnstable() ? noise.over(octets, offsetBytes, reads) : octets;
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        store.program(offsetBytes, octets, programmable(offsetBytes, octets.length()));
        programs++;
        octetsProgrammed += octets.length();
    }

    /** Every rule of a program is kept in here. */
    private NorStore.Units programmable(long offsetBytes, int lengthBytes) throws BadSectorException {
        checkRange("program", offsetBytes, lengthBytes);
        if (lengthBytes == 0) {
            throw new FlashMisuse("program of nothing at " + offsetBytes);
        }
        NorStore.Units units = unitsOf(offsetBytes, lengthBytes);
        requireGood(geometry.sectorAt(offsetBytes));
        for (int i = 0; i < units.count(); i++) {
            if (store.programmed(units.first() + i)) {
                long at = offsetBytes + (long) i * lengthBytes / units.count();
                throw new FlashMisuse("second program of the unit at " + at + " without an erase");
            }
        }
        return units;
    }

    /** FlashMisuse unless the range is of whole units in one sector. */
    private NorStore.Units unitsOf(long offsetBytes, int lengthBytes) {
        int sector = geometry.sectorAt(offsetBytes);
        long inSector = offsetBytes - geometry.offsetOfSector(sector);
        int unitBytes = geometry.programUnitBytes(sector);
        if (inSector % unitBytes != 0 || lengthBytes % unitBytes != 0) {
            throw new FlashMisuse("program of " + lengthBytes + " B at " + offsetBytes + " is not in whole units of "
                    + unitBytes + " B");
        }
        if (inSector + lengthBytes > geometry.sectorBytes(sector)) {
            throw new FlashMisuse("program of " + lengthBytes + " B at " + offsetBytes + " crosses a sector's end");
        }
        return new NorStore.Units(geometry.firstUnitOf(sector) + inSector / unitBytes, lengthBytes / unitBytes);
    }

    @Override
    public void erase(int sector) throws IOException {
        requireErasable(sector);
        store.erase(sector, geometry.offsetOfSector(sector), blank(sector), unitsIn(sector));
        erases++;
    }

    private void requireErasable(int sector) throws IOException {
        FlashRegion region = geometry.regionOf(sector);
        if (region.fuses()) {
            throw new FlashMisuse("erase of sector " + sector + ", which is of fuses");
        }
        requireGood(sector);
        int endurance = region.enduranceErases();
        if (endurance > 0 && store.eraseCount(sector) >= endurance) {
            store.spoil(sector);
            throw new BadSectorException(sector, "is worn out after " + endurance + " erases");
        }
    }

    private Bytes blank(int sector) {
        byte[] blank = new byte[geometry.sectorBytes(sector)];
        Arrays.fill(blank, (byte) geometry.erasedValue(sector));
        return Bytes.wrap(blank);
    }

    private NorStore.Units unitsIn(int sector) {
        return new NorStore.Units(
                geometry.firstUnitOf(sector), geometry.regionOf(sector).unitsPerSector());
    }

    /** The program that would happen now; the medium's exceptions if it could not. */
    WriteOperation aboutToProgram(long offsetBytes, Bytes octets) throws IOException {
        programmable(offsetBytes, octets.length());
        int sector = geometry.sectorAt(offsetBytes);
        return new WriteOperation(
                WriteOperation.Kind.PROGRAM,
                sector,
                offsetBytes,
                (int) (offsetBytes - geometry.offsetOfSector(sector)),
                store.read(offsetBytes, octets.length()),
                octets,
                geometry.regionOf(sector));
    }

    /** The same of an erase. */
    WriteOperation aboutToErase(int sector) throws IOException {
        requireErasable(sector);
        long offsetBytes = geometry.offsetOfSector(sector);
        FlashRegion region = geometry.regionOf(sector);
        Bytes before = store.read(offsetBytes, region.sectorBytes());
        return new WriteOperation(WriteOperation.Kind.ERASE, sector, offsetBytes, 0, before, blank(sector), region);
    }

    /** Leaves what an interrupted operation leaves. It counts as begun. */
    void leave(WriteOperation operation, Remains remains) throws IOException {
        int sector = operation.sector();
        if (operation.isErase()) {
            if (remains.units().contains(Remains.Unit.UNTOUCHED)) {
                return;
            }
            store.erase(sector, operation.offsetBytes(), blank(sector), unitsIn(sector));
            erases++;
        } else {
            programs++;
        }
        for (int unit = 0; unit < operation.units(); unit++) {
            Remains.Unit state = remains.units().get(unit);
            int at = unit * operation.unitBytes();
            long place = operation.offsetBytes() + at;
            Bytes octets = remains.octets().slice(at, at + operation.unitBytes());
            if (state == Remains.Unit.WRITTEN || state == Remains.Unit.UNSTABLE) {
                store.program(place, octets, unitsOf(place, operation.unitBytes()));
            }
            if (state == Remains.Unit.UNSTABLE) {
                store.destabilise(unitsOf(place, operation.unitBytes()));
            }
        }
        if (remains.flippedBit().isPresent()) {
            rot(8 * geometry.offsetOfSector(sector) + remains.flippedBit().getAsLong());
        }
    }

    private void requireGood(int sector) throws BadSectorException {
        if (store.bad(sector)) {
            throw new BadSectorException(sector, "is bad");
        }
    }

    /** How often a sector has been erased in its life. */
    public int eraseCount(int sector) {
        geometry.regionOf(sector);
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
