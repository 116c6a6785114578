package io.moult.boot.explore.moult;

import io.moult.boot.explore.Fingerprint;
import io.moult.boot.explore.Sector;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Records;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What a journal's sectors mean to who reads them. Of a sector that begins with a whole snapshot: the state that its
 * records come to, whether the snapshot is sealed, whether the last record is, and whether anything stands behind it. Of
 * another: whether it is blank. Of all: which snapshot is newer than which. Of a sector that is unsettled: all of that for
 * each of its readings. Nothing else of a journal is ever looked at, for whoever writes begins in another sector, after
 * erasing it; so the number of records, and their numbers, mean nothing.
 */
final class JournalMeaning {
    private static final int READINGS_LIMIT = 20_000;
    /** Of octets that are no release's: told to people, and of no other use. */
    private static final Pattern DIGEST_IN_A_NOTE = Pattern.compile("digest [0-9a-f]*$");

    private static final int NO_SNAPSHOT = Integer.MIN_VALUE;

    private final int sectorBytes;
    private final int erasedValue;
    private final boolean generationsCount;
    private final int attemptsThatCount;
    private final FlashGeometry two;
    private final Map<JournalState, Fingerprint> states = new ConcurrentHashMap<>();

    /**
     * @param attemptsThatCount how many attempts are told apart: one more than there may be
     * @param generationsCount whether there is a key that they are the generations of
     */
    JournalMeaning(FlashGeometry geometry, int journalFirst, boolean generationsCount, int attemptsThatCount) {
        this.attemptsThatCount = attemptsThatCount;
        this.sectorBytes = geometry.sectorBytes(journalFirst);
        this.erasedValue = geometry.erasedValue(journalFirst);
        this.generationsCount = generationsCount;
        int unitBytes = geometry.programUnitBytes(journalFirst);
        this.two = new FlashGeometry(List.of(new FlashRegion("internal", sectorBytes, 2, unitBytes, erasedValue, 0)));
    }

    /** One reading of a sector: what it comes to, and the number of its snapshot. */
    private record Reading(Fingerprint meaning, int number) {}

    private record Readings(Set<Reading> all) {}

    /** What stands for all sectors. */
    Fingerprint of(List<Sector> sectors) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (Sector sector : sectors) {
            readings(sector).all().forEach(reading -> numbers.add(reading.number()));
        }
        numbers.remove(NO_SNAPSHOT);
        Fingerprint.Builder meaning = Fingerprint.builder();
        for (Sector sector : sectors) {
            meaning.add(sum(readings(sector), numbers));
        }
        return meaning.done();
    }

    private static Fingerprint sum(Readings readings, SortedSet<Integer> numbers) {
        long high = readings.all().size();
        long low = 0;
        for (Reading reading : readings.all()) {
            Fingerprint one = Fingerprint.builder()
                    .add(reading.meaning())
                    .add(numbers.headSet(reading.number()).size())
                    .done();
            high += one.high();
            low += one.low();
        }
        return new Fingerprint(high, low);
    }

    private Readings readings(Sector sector) {
        if (sector.meaning() instanceof Readings known) {
            return known;
        }
        Set<Reading> found = new LinkedHashSet<>();
        for (byte[] octets : sector.allReadings(true, READINGS_LIMIT)) {
            found.add(reading(Bytes.wrap(octets)));
        }
        Readings readings = new Readings(found);
        sector.meaning(readings);
        return readings;
    }

    private Reading reading(Bytes octets) {
        Records.Scan scan = Records.scan(octets, erasedValue);
        Fingerprint.Builder meaning = Fingerprint.builder();
        if (!scan.startsWithEntry()) {
            return new Reading(meaning.add(scan.blank() ? 1 : 2).done(), NO_SNAPSHOT);
        }
        List<Records.Entry> entries = scan.entries();
        boolean sealed = entries.size() > 1 && entries.get(1).type() == Journal.SEAL;
        boolean lastSealed = entries.get(entries.size() - 1).type() == Journal.SEAL;
        boolean behind = scan.usedBytes() > scan.usedByRecords();
        meaning.add(4L + (sealed ? 1 : 0) + (lastSealed ? 2 : 0) + (behind ? 8 : 0));
        return new Reading(meaning.add(stateOf(octets)).done(), entries.get(0).sequence());
    }

    /** Read by the journal itself, beside a blank sector. */
    private Fingerprint stateOf(Bytes octets) {
        try {
            Journal journal = new Journal(new Alone(octets), new SectorRange(0, 2));
            return journal.state()
                    .map(state -> states.computeIfAbsent(
                            whatCounts(state),
                            one -> Fingerprint.of(one.toString().getBytes(StandardCharsets.UTF_8))))
                    .orElseGet(() -> Fingerprint.of(journal.condition().name().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JournalState whatCounts(JournalState state) {
        return new JournalState(
                state.runningArea(),
                state.phase(),
                state.secondary(),
                state.changes(),
                state.sides(),
                state.wayBack(),
                state.candidateDigest(),
                state.candidateSizeBytes(),
                Math.min(state.attempts(), attemptsThatCount),
                state.powerCuts(),
                state.stepsDone(),
                state.planDigest(),
                generationsCount ? state.generation() : 0,
                DIGEST_IN_A_NOTE.matcher(state.note()).replaceFirst(""));
    }

    /** A sector, and a blank one behind it. */
    private final class Alone implements Flash {
        private final List<Bytes> sectors = new ArrayList<>();

        Alone(Bytes octets) {
            byte[] blank = new byte[sectorBytes];
            Arrays.fill(blank, (byte) erasedValue);
            sectors.add(octets);
            sectors.add(Bytes.wrap(blank));
        }

        @Override
        public FlashGeometry geometry() {
            return two;
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            int from = (int) (offsetBytes % sectorBytes);
            return sectors.get((int) (offsetBytes / sectorBytes)).slice(from, from + lengthBytes);
        }

        @Override
        public void program(long offsetBytes, Bytes octets) {
            throw new UnsupportedOperationException("for reading only");
        }

        @Override
        public void erase(int sector) {
            throw new UnsupportedOperationException("for reading only");
        }
    }
}
