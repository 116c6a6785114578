package io.moult.boot.explore;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one sector, never changed: octets, which program units need an erase, and which stretches of octets
 * have no settled value. Contents are shared by all states that hold them.
 *
 * <p>An unsettled stretch is what an interrupted program or erase leaves in units that are neither one thing nor the
 * other. It is one symbolic value; at each reading it is anew one of these:
 * <ul>
 *   <li><b>as written</b>: the octets that were being programmed, or that stood there before the erase;
 *   <li><b>erased</b>;
 *   <li><b>other</b>: octets that are neither;
 *   <li>in a sector of records, a stretch longer than a record's slot: also each of these up to a slot's boundary, and
 *       another one from there on.
 * </ul>
 * These are all that a bootloader can tell apart if it believes octets only behind a checksum or a digest, for then all
 * values other than the written ones come to the same refusal, and only blankness is asked for besides. Records are
 * believed one by one, in order: what counts is how many of them are whole from the first on, and whether the rest is
 * blank or not; the readings by boundary give each such case.
 */
public final class Sector {
    /** Records begin on multiples of this. */
    static final int SLOT_BYTES = 32;

    private static final int WHOLE_READINGS = 3;
    private static final int READINGS_PER_BOUNDARY = 4;
    private static final int[] SETTLED = {};

    private final byte[] octets;
    private final byte erased;
    private final int unitBytes;
    private final long[] programmed;
    private final int[] unsettled;
    private final boolean stuck;
    private @Nullable Fingerprint exact;
    private @Nullable Object meaning;

    Sector(byte[] octets, int unitBytes, byte erased, long[] programmed, int[] unsettled) {
        this(octets, unitBytes, erased, programmed, unsettled, false);
    }

    private Sector(byte[] octets, int unitBytes, byte erased, long[] programmed, int[] unsettled, boolean stuck) {
        this.stuck = stuck;
        this.octets = octets;
        this.unitBytes = unitBytes;
        this.erased = erased;
        this.programmed = programmed;
        this.unsettled = unsettled;
    }

    static Sector blank(int sectorBytes, int unitBytes, int erasedValue) {
        byte[] octets = new byte[sectorBytes];
        Arrays.fill(octets, (byte) erasedValue);
        return new Sector(
                octets, unitBytes, (byte) erasedValue, new long[(sectorBytes / unitBytes + 63) / 64], SETTLED);
    }

    /** The same sector, erased. */
    Sector erase() {
        return blank(octets.length, unitBytes, erased & 0xff);
    }

    /** The same content in a sector that takes no program and no erase any more. */
    Sector stuck() {
        return new Sector(octets, unitBytes, erased, programmed, unsettled, true);
    }

    public boolean isStuck() {
        return stuck;
    }

    public int lengthBytes() {
        return octets.length;
    }

    int unitBytes() {
        return unitBytes;
    }

    byte erasedOctet() {
        return erased;
    }

    /** The octets as written, whatever is unsettled; shared, not to be changed. */
    byte[] written() {
        return octets;
    }

    long[] programmedUnits() {
        return programmed;
    }

    int[] unsettledRanges() {
        return unsettled;
    }

    public boolean settled() {
        return unsettled.length == 0;
    }

    /** Whether some of these octets have no settled value. */
    public boolean unsettledWithin(int from, int to) {
        for (int i = 0; i < unsettled.length; i += 2) {
            if (unsettled[i] < to && unsettled[i + 1] > from) {
                return true;
            }
        }
        return false;
    }

    /** The octets as written, from an index to another. */
    public Bytes writtenBytes(int from, int to) {
        return Bytes.wrap(octets).slice(from, to);
    }

    boolean isProgrammed(int unit) {
        return (programmed[unit >> 6] & 1L << unit) != 0;
    }

    /** How many readings a stretch has. */
    static int readings(int from, int to, boolean records) {
        int boundaries = records ? boundaries(from, to) : 0;
        return WHOLE_READINGS + READINGS_PER_BOUNDARY * boundaries;
    }

    /** Slot boundaries strictly inside a stretch. */
    private static int boundaries(int from, int to) {
        return Math.max(0, (to - 1) / SLOT_BYTES - from / SLOT_BYTES);
    }

    /** Puts one reading of a stretch into a copy of the sector's octets. */
    void read(int from, int to, int reading, byte[] into) {
        if (reading < WHOLE_READINGS) {
            fill(from, to, reading, into);
            return;
        }
        int boundary = (from / SLOT_BYTES + 1 + (reading - WHOLE_READINGS) / READINGS_PER_BOUNDARY) * SLOT_BYTES;
        switch ((reading - WHOLE_READINGS) % READINGS_PER_BOUNDARY) {
            case 0 -> fill(boundary, to, 1, into);
            case 1 -> fill(boundary, to, 2, into);
            case 2 -> fill(from, boundary, 1, into);
            default -> fill(from, boundary, 2, into);
        }
    }

    private void fill(int from, int to, int how, byte[] into) {
        for (int i = from; i < to && how != 0; i++) {
            into[i] = how == 1 ? erased : other(octets[i]);
        }
    }

    private byte other(byte written) {
        byte value = (byte) (written ^ 0x5a);
        return value == erased ? (byte) (written ^ 0x3c) : value;
    }

    /**
     * Every content that one reading of the whole sector may give; IllegalStateException for more than the limit.
     *
     * @param records whether the sector holds records
     */
    public List<byte[]> allReadings(boolean records, int limit) {
        List<byte[]> all = new ArrayList<>(List.of(octets));
        for (int i = 0; i < unsettled.length; i += 2) {
            List<byte[]> more = new ArrayList<>();
            int count = readings(unsettled[i], unsettled[i + 1], records);
            for (byte[] one : all) {
                for (int reading = 0; reading < count; reading++) {
                    if (more.size() == limit) {
                        throw new IllegalStateException("a sector with more than " + limit + " readings");
                    }
                    byte[] copy = one.clone();
                    read(unsettled[i], unsettled[i + 1], reading, copy);
                    more.add(copy);
                }
            }
            all = more;
        }
        return all;
    }

    /** Octets and stretches, whatever the units' marks. */
    public Fingerprint octetsAlone() {
        Fingerprint.Builder builder = Fingerprint.builder().add(octets, 0, octets.length);
        for (int bound : unsettled) {
            builder.add(bound);
        }
        return builder.done();
    }

    /** Octets, units and stretches, all as they are. */
    Fingerprint exact() {
        Fingerprint known = exact;
        if (known == null) {
            Fingerprint.Builder builder =
                    Fingerprint.builder().add(octets, 0, octets.length).add(stuck ? 1 : 0);
            for (long word : programmed) {
                builder.add(word);
            }
            for (int bound : unsettled) {
                builder.add(bound);
            }
            known = builder.done();
            exact = known;
        }
        return known;
    }

    /** What a {@link Canonical} form has found this content to mean; it is asked for again and again. */
    public @Nullable Object meaning() {
        return meaning;
    }

    public void meaning(Object found) {
        this.meaning = found;
    }

    boolean sameAs(Sector other) {
        return stuck == other.stuck
                && Arrays.equals(octets, other.octets)
                && Arrays.equals(programmed, other.programmed)
                && Arrays.equals(unsettled, other.unsettled);
    }
}
