package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * At which point of a write operation the power goes, and what that leaves: one small class for each way. They are data
 * with one name everywhere; {@link #text} and {@link #parse} are inverse to one another.
 *
 * <p>Fuses, which nothing erases, are spared what no fuse does: a unit that still reads blank is blank.
 */
public sealed interface Interruption {
    /** The form in a replay string, such as {@code prefix@12}. */
    String text();

    /** Whether the operation has the place that this speaks of. */
    boolean fits(WriteOperation operation);

    /** What is left. IllegalArgumentException if it does not fit. */
    Remains of(WriteOperation operation);

    /** The power goes before anything happens. */
    record Before() implements Interruption {
        @Override
        public String text() {
            return "before";
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return true;
        }

        @Override
        public Remains of(WriteOperation operation) {
            return new TornRange(this, operation).remains();
        }
    }

    /** The power goes when all is done. */
    record After() implements Interruption {
        @Override
        public String text() {
            return "after";
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return true;
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(operation.lengthBytes());
            if (operation.isErase()) {
                torn.mark(0, Remains.Unit.BLANK);
            }
            return torn.remains();
        }
    }

    /**
     * The first octets are done. A unit that was begun needs an erase, and so does the whole sector if it was an erase,
     * of which {@code prefix@0} leaves every octet as it was.
     */
    record Prefix(int octets) implements Interruption {
        @Override
        public String text() {
            return "prefix@" + octets;
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return octets >= (operation.isErase() ? 0 : 1) && octets < operation.lengthBytes();
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(octets);
            return torn.remains();
        }
    }

    /**
     * The units before this one are done; in it (an erase: in it and in all after it) the bits of the mask have changed
     * and the others have not. A mask shorter than the range repeats.
     */
    record SomeBits(int unit, Bytes mask) implements Interruption {
        public SomeBits {
            Objects.requireNonNull(mask);
            if (mask.isEmpty() || mask.length() > 32) {
                throw new IllegalArgumentException("mask of " + mask.length() + " B; say 1 to 32 B");
            }
        }

        @Override
        public String text() {
            return "bits@" + unit + "=" + mask.hex();
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return unit >= 0 && unit < operation.units();
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(unit * operation.unitBytes());
            torn.partly(unit, mask);
            return torn.remains();
        }
    }

    /** As {@link SomeBits}, but which bits have changed is another matter at each read, until the next erase. */
    record Unstable(int unit) implements Interruption {
        @Override
        public String text() {
            return "unstable@" + unit;
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return unit >= 0 && unit < operation.units();
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(unit * operation.unitBytes());
            if (!operation.isErase()) {
                torn.done((unit + 1) * operation.unitBytes());
            }
            torn.mark(unit, Remains.Unit.UNSTABLE);
            return torn.remains();
        }
    }

    /**
     * The units before this one are done; this one reads blank, and is not: it must be erased first. Of an erase, the
     * whole sector reads blank and must be erased again.
     */
    record Weak(int unit) implements Interruption {
        @Override
        public String text() {
            return "weak@" + unit;
        }

        @Override
        public boolean fits(WriteOperation operation) {
            return unit >= 0
                    && unit < (operation.isErase() ? 1 : operation.units())
                    && !operation.region().fuses();
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(operation.isErase() ? operation.lengthBytes() : unit * operation.unitBytes());
            torn.mark(unit, Remains.Unit.WRITTEN);
            return torn.remains();
        }
    }

    /**
     * As {@link Prefix} of a program (none done at 0), and a bit elsewhere in the sector flips: an interrupted program
     * can harm what was programmed earlier in its page. The bit is counted from the sector's beginning.
     */
    record Neighbour(int octets, long bit) implements Interruption {
        @Override
        public String text() {
            return "neighbour@" + octets + "^" + bit;
        }

        @Override
        public boolean fits(WriteOperation operation) {
            long first = 8L * operation.inSectorBytes();
            boolean outside = bit < first || bit >= first + 8L * operation.lengthBytes();
            return !operation.isErase()
                    && octets >= 0
                    && octets < operation.lengthBytes()
                    && bit >= 0
                    && bit < 8L * operation.region().sectorBytes()
                    && outside;
        }

        @Override
        public Remains of(WriteOperation operation) {
            TornRange torn = new TornRange(this, operation);
            torn.done(octets);
            Remains own = torn.remains();
            return new Remains(own.octets(), own.units(), OptionalLong.of(bit));
        }
    }

    /** Reads what {@link #text} wrote; IllegalArgumentException for anything else. */
    static Interruption parse(String text) {
        String[] parts = text.split("[@=^]", -1);
        Interruption read = null;
        try {
            read = switch (parts[0]) {
                case "before" -> new Before();
                case "after" -> new After();
                case "prefix" -> new Prefix(Integer.parseInt(parts[1]));
                case "bits" -> new SomeBits(Integer.parseInt(parts[1]), Bytes.ofHex(parts[2]));
                case "unstable" -> new Unstable(Integer.parseInt(parts[1]));
                case "weak" -> new Weak(Integer.parseInt(parts[1]));
                case "neighbour" -> new Neighbour(Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
                default -> null;
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // said below
        }
        if (read == null || !read.text().equals(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no interruption of a write: say before, after,"
                    + " prefix@OCTETS, bits@UNIT=HEX, unstable@UNIT, weak@UNIT or neighbour@OCTETS^BIT");
        }
        return read;
    }
}
