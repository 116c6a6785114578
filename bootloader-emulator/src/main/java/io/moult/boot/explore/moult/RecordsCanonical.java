package io.moult.boot.explore.moult;

import io.moult.boot.explore.Canonical;
import io.moult.boot.explore.Contents;
import io.moult.boot.explore.Fingerprint;
import io.moult.boot.explore.Sector;
import io.moult.boot.explore.Shape;
import io.moult.boot.journal.Records;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What two states of our bootloader's memories may differ in and be the same to it:
 * <ul>
 *   <li><b>the journal's numbering</b>, and all that {@link JournalMeaning} leaves out;
 *   <li><b>what is no part of a release</b>: images and envelopes are believed by digest and checksum, so a sector of them
 *       means which parts of releases it holds, and all others are one; of one that is unsettled, the set of that for its
 *       readings. Of sectors that are to be exact, every octet counts instead;
 *   <li><b>generations</b> of a key that there is not: they are counted also where nothing is encrypted, and then mean
 *       nothing;
 *   <li><b>what is dead</b>: see {@link Dead};
 *   <li><b>marks of units</b>: no run relies on an earlier one's erase, which the ports enforce.
 * </ul>
 * That this is so is not only argued: of the states that are merged, one in some is booted both ways and compared.
 */
final class RecordsCanonical implements Canonical {
    private static final int READINGS_LIMIT = 20_000;
    private final Shape shape;
    private final SectorRange sectors;
    private final JournalMeaning journal;
    private final List<Truth.Piece> pieces;
    private final BitSet exactSectors;
    private final Optional<Dead> dead;

    /** The pieces are the octets of releases that count, as they are cut into sectors. */
    RecordsCanonical(
            Shape shape,
            SectorRange sectors,
            JournalMeaning journal,
            List<Truth.Piece> pieces,
            BitSet exactSectors,
            Optional<Dead> dead) {
        this.shape = shape;
        this.sectors = sectors;
        this.journal = journal;
        this.pieces = List.copyOf(pieces);
        this.exactSectors = (BitSet) exactSectors.clone();
        this.dead = dead;
    }

    @Override
    public Fingerprint of(Contents contents) {
        List<Sector> journalled = journalled(contents);
        Fingerprint records = journal.of(journalled);
        BitSet unread = dead.map(one -> one.of(records, journalled)).orElseGet(BitSet::new);
        Fingerprint.Builder builder = Fingerprint.builder().add(records);
        for (int sector = 0; sector < contents.sectors(); sector++) {
            if (contents.sector(sector).isStuck()) {
                builder.add(-1L - sector);
            }
            if (!sectors.contains(sector) && !unread.get(sector)) {
                builder.add(meaning(contents.sector(sector), sector));
            }
        }
        return builder.done();
    }

    @Override
    public BitSet garbage(Contents contents) {
        List<Sector> journalled = journalled(contents);
        return dead.map(one ->
                        (BitSet) one.of(journal.of(journalled), journalled).clone())
                .orElseGet(BitSet::new);
    }

    private List<Sector> journalled(Contents contents) {
        List<Sector> journalled = new ArrayList<>();
        for (int sector = sectors.first(); sector < sectors.end(); sector++) {
            journalled.add(contents.sector(sector));
        }
        return journalled;
    }

    private Fingerprint meaning(Sector sector, int index) {
        if (sector.meaning() instanceof Fingerprint known) {
            return known;
        }
        Fingerprint found = shape.isFuse(index)
                ? fuses(sector, index)
                : exactSectors.get(index) ? sector.octetsAlone() : parts(sector);
        sector.meaning(found);
        return found;
    }

    private Fingerprint fuses(Sector sector, int index) {
        Records.Scan scan = Records.scan(sector.writtenBytes(0, sector.lengthBytes()), shape.erasedValue(index));
        Fingerprint.Builder builder = Fingerprint.builder().add(scan.usedBytes());
        for (Records.Entry entry : scan.entries()) {
            builder.add(entry.type()).add(entry.sequence());
            builder.add(Fingerprint.of(entry.payload().toArray()));
        }
        return builder.done();
    }

    /** Which parts of releases a sector may read as. */
    private Fingerprint parts(Sector sector) {
        List<byte[]> readings = sector.allReadings(false, READINGS_LIMIT);
        if (readings.size() == 1) {
            return partsOf(readings.get(0));
        }
        Set<Fingerprint> found = new HashSet<>();
        readings.forEach(reading -> found.add(partsOf(reading)));
        return found.size() == 1 ? found.iterator().next() : sum(found);
    }

    /** Of a set: in no order. */
    private static Fingerprint sum(Set<Fingerprint> set) {
        long high = set.size();
        long low = 0;
        for (Fingerprint one : set) {
            high += one.high();
            low += one.low();
        }
        return new Fingerprint(high, low);
    }

    private Fingerprint partsOf(byte[] octets) {
        Bytes content = Bytes.wrap(octets);
        Fingerprint.Builder builder = Fingerprint.builder();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).begins(content)) {
                builder.add(i);
            }
        }
        return builder.done();
    }
}
