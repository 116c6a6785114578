package io.moult.boot.explore;

import io.moult.boot.flash.BadSectorException;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashMisuse;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A device's memories during one run of its software, from a reset to the next: what is read and written through the
 * ports comes from, and goes into, sectors that are shared with other states and copied on write. Each operation is
 * recorded with what was before it. Owned by one thread.
 *
 * <p>Stricter than the strict emulator where the software under test never relies on an earlier run's erase: then a
 * program of a flash sector that this run has not erased is refused as misuse, whatever the units' marks say. That makes
 * the marks of flash units redundant in the comparison of states.
 */
public final class Machine {
    private final Shape shape;
    private final boolean eraseInSameRun;
    private final int operationLimit;
    private final Readings readings;
    private final List<Operation> operations = new ArrayList<>();
    private final BitSet erasedHere = new BitSet();
    private final BitSet readBeforeErase = new BitSet();
    private BitSet watched = new BitSet();
    private BooleanSupplier onlyTold = () -> true;
    private Sector[] now;
    private @Nullable Cut cut;

    Machine(Shape shape, Sector[] from, Readings readings, boolean eraseInSameRun, int operationLimit) {
        this.shape = shape;
        this.now = from;
        this.readings = readings;
        this.eraseInSameRun = eraseInSameRun;
        this.operationLimit = operationLimit;
    }

    /** A fault to befall an operation, by its number from 0. The power goes with it. */
    record Cut(int operation, Fault fault) {}

    /** Thrown when that happens. */
    static final class PowerGone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    void arm(Cut planned) {
        this.cut = planned;
    }

    /** A machine with blank memories, to be manufactured. */
    public static Machine blank(Shape shape) {
        return new Machine(shape, shape.blank(), new Readings(), false, Integer.MAX_VALUE);
    }

    /** A machine to be looked at, unsettled octets as written. */
    public static Machine reading(Shape shape, Contents contents) {
        return new Machine(shape, contents.row(), new Readings(), false, 0);
    }

    public Flash flash() {
        return new Port(shape.flash(), 0);
    }

    public Flash fuses() {
        return new Port(shape.fuses(), shape.firstFuse());
    }

    /** What a sector of the row holds: the truth, not a reading of it. */
    public Sector sector(int index) {
        return now[index];
    }

    public Shape shape() {
        return shape;
    }

    /** All of it, as it is now. */
    public Contents contents() {
        return new Contents(now);
    }

    Sector[] now() {
        return now;
    }

    List<Operation> operations() {
        return operations;
    }

    Readings readings() {
        return readings;
    }

    private void apply(Operation operation) {
        if (operations.size() == operationLimit) {
            throw new EndlessRun(operationLimit);
        }
        if (cut != null && cut.operation() == operations.size()) {
            now = operation.with(cut.fault().on(operation));
            throw new PowerGone();
        }
        operations.add(operation);
        now = operation.with(operation.done());
    }

    /** Watches whether these sectors are read before they are erased, but for what is only told to people. */
    void watch(BitSet sectors, BooleanSupplier told) {
        this.watched = sectors;
        this.onlyTold = told;
    }

    /** Those of them that were. */
    BitSet readBeforeErase() {
        return readBeforeErase;
    }

    private byte[] reading(int sector, int from, int to) {
        Sector content = now[sector];
        if (watched.get(sector) && !erasedHere.get(sector) && !onlyTold.getAsBoolean()) {
            readBeforeErase.set(sector);
        }
        if (!content.unsettledWithin(from, to)) {
            return content.written();
        }
        byte[] octets = content.written().clone();
        int[] ranges = content.unsettledRanges();
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] < to && ranges[i + 1] > from) {
                int count = Sector.readings(ranges[i], ranges[i + 1], shape.holdsRecords(sector));
                content.read(ranges[i], ranges[i + 1], readings.choose(count), octets);
            }
        }
        return octets;
    }

    /** One of the two memories as software sees it. */
    private final class Port implements Flash {
        private final FlashGeometry geometry;
        private final int first;

        Port(FlashGeometry geometry, int first) {
            this.geometry = geometry;
            this.first = first;
        }

        @Override
        public FlashGeometry geometry() {
            return geometry;
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes > geometry.sizeBytes()) {
                throw new FlashMisuse("read of " + lengthBytes + " B at " + offsetBytes);
            }
            if (lengthBytes == 0) {
                return Bytes.EMPTY;
            }
            int sector = geometry.sectorAt(offsetBytes);
            int from = (int) (offsetBytes - geometry.offsetOfSector(sector));
            if (from + lengthBytes <= geometry.sectorBytes(sector)) {
                byte[] octets = reading(first + sector, from, from + lengthBytes);
                return Bytes.wrap(octets).slice(from, from + lengthBytes);
            }
            byte[] joined = new byte[lengthBytes];
            int done = 0;
            while (done < lengthBytes) {
                int length = Math.min(lengthBytes - done, geometry.sectorBytes(sector) - from);
                System.arraycopy(reading(first + sector, from, from + length), from, joined, done, length);
                done += length;
                from = 0;
                sector++;
            }
            return Bytes.wrap(joined);
        }

        @Override
        public void program(long offsetBytes, Bytes octets) throws IOException {
            if (octets.isEmpty() || offsetBytes < 0 || offsetBytes + octets.length() > geometry.sizeBytes()) {
                throw new FlashMisuse("program of " + octets.length() + " B at " + offsetBytes);
            }
            int sector = geometry.sectorAt(offsetBytes);
            int from = (int) (offsetBytes - geometry.offsetOfSector(sector));
            int unitBytes = geometry.programUnitBytes(sector);
            boolean wholeUnits = from % unitBytes == 0 && octets.length() % unitBytes == 0;
            if (!wholeUnits || from + octets.length() > geometry.sectorBytes(sector)) {
                throw new FlashMisuse("program of " + octets.length() + " B at " + offsetBytes
                        + ": not whole units inside one sector");
            }
            requireGood(sector);
            Sector content = now[first + sector];
            boolean fuse = shape.isFuse(first + sector);
            if (eraseInSameRun && !fuse && !erasedHere.get(sector)) {
                throw new FlashMisuse("program of sector " + sector + ", which was not erased since the reset");
            }
            for (int unit = from / unitBytes; unit < (from + octets.length()) / unitBytes; unit++) {
                if (content.isProgrammed(unit)) {
                    throw new FlashMisuse(
                            "second program of unit " + unit + " of sector " + sector + " without an erase");
                }
            }
            apply(Operation.program(now, first + sector, from, octets.toArray(), fuse));
        }

        private void requireGood(int sector) throws IOException {
            if (now[first + sector].isStuck()) {
                throw new BadSectorException(sector, "is stuck");
            }
        }

        @Override
        public void erase(int sector) throws IOException {
            if (first > 0) {
                throw new FlashMisuse("erase of fuses");
            }
            geometry.offsetOfSector(sector);
            requireGood(sector);
            erasedHere.set(sector);
            apply(Operation.erase(now, sector));
        }
    }

    @Override
    public String toString() {
        return operations.size() + " operations on "
                + Arrays.toString(readings.sequence().toArray());
    }
}
