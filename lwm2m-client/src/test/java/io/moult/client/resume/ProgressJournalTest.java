package io.moult.client.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R146: progress that outlives the process. */
class ProgressJournalTest extends ProgressStoreContract {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("progress.journal");
    }

    @Override
    ProgressStore fresh() throws IOException {
        return ProgressJournal.open(file());
    }

    @Test
    void open_afterTheProcessEnded_knowsWhatWasSaved() throws IOException {
        ProgressJournal abandoned = ProgressJournal.open(file());
        abandoned.save(SOME);
        abandoned.advance(12_288);

        // no close: the process was killed
        try (ProgressJournal journal = ProgressJournal.open(file())) {
            assertThat(journal.progress()).isEqualTo(SOME.withStagedBytes(12_288));
        }
    }

    @Test
    void open_afterTearAtEachOctet_knowsAWholeRecordOrNone() throws IOException {
        try (ProgressJournal journal = ProgressJournal.open(file())) {
            journal.save(SOME);
            journal.advance(8192);
        }
        byte[] whole = Files.readAllBytes(file());
        int firstRecordEnd = whole.length - (2 + 9 + 4);

        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file(), Arrays.copyOf(whole, cut));
            try (ProgressJournal journal = ProgressJournal.open(file())) {
                assertThat(journal.progress())
                        .as("cut at %d of %d", cut, whole.length)
                        .isEqualTo(cut < firstRecordEnd ? Progress.NOTHING : SOME);
                journal.save(SOME);
                journal.advance(16_384);
            }
            try (ProgressJournal journal = ProgressJournal.open(file())) {
                assertThat(journal.progress()).isEqualTo(SOME.withStagedBytes(16_384));
            }
        }
    }

    @Test
    void open_afterAFlippedBit_dropsTheRecordAndAllBehindIt() throws IOException {
        try (ProgressJournal journal = ProgressJournal.open(file())) {
            journal.save(SOME);
            journal.advance(8192);
        }
        byte[] octets = Files.readAllBytes(file());
        octets[octets.length - 6] ^= 1;
        Files.write(file(), octets);

        try (ProgressJournal journal = ProgressJournal.open(file())) {
            assertThat(journal.progress()).isEqualTo(SOME);
        }
    }

    @Test
    void advance_manyTimes_keepsTheFileSmall() throws IOException {
        try (ProgressJournal journal = ProgressJournal.open(file())) {
            journal.save(SOME);
            for (int sector = 0; sector < 20_000; sector++) {
                journal.advance(sector * 4096L);
            }
        }

        assertThat(Files.size(file())).isLessThan(70_000);
        try (ProgressJournal journal = ProgressJournal.open(file())) {
            assertThat(journal.progress()).isEqualTo(SOME.withStagedBytes(19_999 * 4096L));
        }
    }

    @Test
    void open_withFsync_keepsTheSame() throws IOException {
        try (ProgressJournal journal = ProgressJournal.open(file(), true)) {
            journal.save(SOME);
            for (int sector = 0; sector < 5_000; sector += 1_000) {
                journal.advance(sector * 4096L);
            }
        }

        try (ProgressJournal journal = ProgressJournal.open(file(), true)) {
            assertThat(journal.progress()).isEqualTo(SOME.withStagedBytes(4_000 * 4096L));
        }
    }

    @Test
    void open_anotherKindOfFile_refusesAndLeavesItAlone() throws IOException {
        Files.writeString(file(), "my diary, not yours");

        assertThatThrownBy(() -> ProgressJournal.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a progress journal");
        assertThat(file()).hasContent("my diary, not yours");
    }
}
