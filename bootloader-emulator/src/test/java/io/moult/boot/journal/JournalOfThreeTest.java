package io.moult.boot.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * R104. Which of a journal's sectors decides, and which is the first to go. Sectors are told as {@code 3s}: a sealed
 * snapshot of that number; {@code 3}: one without its seal; {@code -}: blank; {@code x}: no record.
 */
class JournalOfThreeTest {
    private static final int SECTOR_BYTES = 256;
    private static final int FIRST = 1;

    private final NorFlash flash = NorFlash.inMemory(FlashGeometry.uniform(SECTOR_BYTES, 4, 8));
    private final List<Integer> erased = new ArrayList<>();

    /** Says which sectors were erased, in order, counted from the journal's first. */
    private final class Watched implements Flash {
        @Override
        public FlashGeometry geometry() {
            return flash.geometry();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
            return flash.read(offsetBytes, lengthBytes);
        }

        @Override
        public void program(long offsetBytes, Bytes octets) throws IOException {
            flash.program(offsetBytes, octets);
        }

        @Override
        public void erase(int sector) throws IOException {
            erased.add(sector - FIRST);
            flash.erase(sector);
        }
    }

    private Journal journal(String sectors) throws IOException {
        String[] words = sectors.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            long offset = (long) SECTOR_BYTES * (FIRST + i);
            if (words[i].equals("x")) {
                flash.program(offset, Bytes.ofHex("00".repeat(8)));
            } else if (!words[i].equals("-")) {
                int number = Integer.parseInt(words[i].replace("s", ""));
                JournalState state = JournalState.settled(EnvelopeArea.A).with(number, 0);
                Bytes snapshot = Records.encode(1, number, state.encode());
                flash.program(offset, snapshot);
                if (words[i].endsWith("s")) {
                    flash.program(offset + snapshot.length(), Records.encode(Journal.SEAL, number + 1, Bytes.EMPTY));
                }
            }
        }
        return new Journal(new Watched(), new SectorRange(FIRST, words.length));
    }

    /** The state holds the number of the snapshot that decides. */
    @ParameterizedTest
    @CsvSource({
        "1s 3  -,   1, 2",
        "1s 3s -,   3, 2",
        "-  1s 3,   1, 0",
        "1s 5  3s,  3, 0",
        "5  3s 1s,  3, 2",
        "1s 3s 5s,  5, 0",
        "1s 3  5s,  5, 1",
        "3  1s 5s,  5, 0",
        "3  1  5s,  5, 0",
        "1  3  5s,  5, 1",
        "5s 1s 3s,  5, 1",
        "3s 5s 1s,  5, 2",
        "5  3  -,   3, 2",
        "5  3  7,   3, 0",
        "1s x  3,   1, 1",
        "x  1  -,   1, 2",
        "x  x  1,   1, 0",
        "1s 3,      1, 1",
        "1s 3s,     3, 0",
        "3  1,      1, 0",
        "x  1,      1, 0",
        "1  -,      1, 1",
    })
    void journal_settles_byWritingAnewWhatDecidesElsewhere(String sectors, int decides, int firstErased)
            throws IOException {
        Journal journal = journal(sectors.replaceAll(" +", " "));
        assertThat(journal.state().orElseThrow().sides()).isEqualTo(decides);

        journal.consolidate();

        int count = sectors.replaceAll(" +", " ").split(" ").length;
        assertThat(erased).hasSize(count).doesNotHaveDuplicates().startsWith(firstErased);
        assertThat(journal.sector()).isEqualTo(FIRST + firstErased);
        Journal again = new Journal(new Watched(), new SectorRange(FIRST, count));
        assertThat(again.state().orElseThrow().sides()).isEqualTo(decides);
        erased.clear();
        again.consolidate();
        assertThat(erased).as("a settled journal writes nothing").isEmpty();
    }

    @Test
    void sectors_takeTurns() throws IOException {
        Journal journal = journal("- 1s -");
        journal.consolidate();
        assertThat(erased).isEmpty();
        List<Integer> used = new ArrayList<>();

        for (int i = 0; i < 3 * SECTOR_BYTES / 32; i++) {
            journal.append(new JournalEvent.Staged(Bytes.ofHex("5a".repeat(32)), Changes.NONE));
            journal.append(new JournalEvent.Discarded());
            if (used.isEmpty() || used.get(used.size() - 1) != journal.sector()) {
                used.add(journal.sector());
            }
        }

        assertThat(used).startsWith(FIRST + 2, FIRST, FIRST + 1, FIRST + 2);
        assertThat(journal.condition()).isEqualTo(Journal.Condition.INTACT);
    }

    @Test
    void journal_withNothingWhole_isBlankOrDamaged() throws IOException {
        assertThat(journal("- - -").condition()).isEqualTo(Journal.Condition.BLANK);
        assertThat(journal("- - x").condition()).isEqualTo(Journal.Condition.DAMAGED);
    }
}
