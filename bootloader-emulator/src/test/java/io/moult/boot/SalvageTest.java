package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalEvent;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of a lost journal where both sets verify where they would execute: R107, R151. */
class SalvageTest {
    @TempDir
    static Path dir;

    private static Releases author;

    @BeforeAll
    static void makeAuthor() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
    }

    private static Releases.Signed release(long sequence) throws IOException {
        return author.release((sequence & 0xff) + ".0.0", sequence, Releases.image(2000, sequence));
    }

    private static void loseJournal(TestDevice device) throws IOException {
        for (int i = 0; i < 2; i++) {
            int sector = device.topology.journal().first() + i;
            device.flash.erase(sector);
            device.flash.program(device.topology.geometry().offsetOfSector(sector), Releases.image(64, i));
        }
    }

    private static TestDevice updated(Strategy strategy, long... sequences) throws IOException {
        Topology topology = Layouts.single(strategy, 1024, 8, 1, 4);
        TestDevice device = TestDevice.manufactured(topology, author, release(sequences[0]));
        for (int i = 1; i < sequences.length; i++) {
            device.stage(release(sequences[i]), 1000);
            device.application(device.start(ResetReason.REQUEST)).confirm();
        }
        return device;
    }

    /** In whichever envelope area it is, and as an unsigned number. */
    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"IN_PLACE", "RAM_LOAD"})
    void lostJournal_withTwoSetsThatWouldExecute_takesTheNewer(Strategy strategy) throws IOException {
        for (long[] life : new long[][] {{1, 2}, {1, 2, 3}, {1, -2}, {1, 2, -2}}) {
            TestDevice device = updated(strategy, life);
            loseJournal(device);

            BootOutcome.Started started = device.start(ResetReason.POWER);

            device.assertRuns(started, release(life[life.length - 1]));
            assertThat(started.trial()).isTrue();
            assertThat(started.report().detail()).contains("journal was lost");
            assertThat(device.start(ResetReason.POWER).report().sequenceNumber())
                    .as("the set before")
                    .isEqualTo(life[life.length - 2]);
        }
    }

    /** An image may fill its slot to the last octet. */
    @Test
    void lostJournal_withAnImageAsLargeAsTheSlot_findsItInTheSecondSlot() throws IOException {
        TestDevice device = updated(Strategy.IN_PLACE, 1);
        Releases.Signed full = author.release("2.0.0", 2, Releases.image(4096, 2));
        device.stage(full, 1000);
        device.application(device.start(ResetReason.REQUEST)).confirm();
        loseJournal(device);

        device.assertRuns(device.start(ResetReason.POWER), full);
    }

    /** Where nothing else verifies, a whole candidate is better than none, whether or not its trial had been asked for. */
    @Test
    void lostJournal_andARottenImage_takesAWholeCandidate() throws IOException {
        TestDevice device = updated(Strategy.OFFSET, 1);
        device.stage(release(2), 1000);
        loseJournal(device);
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).primary()) + 9);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        device.assertRuns(started, release(2));
        assertThat(started.trial()).isTrue();
    }

    /** A journal that speaks of an exchange that this device could not have begun counts as lost. */
    @Test
    void exchangeOfAnotherDevice_isAbandoned() throws IOException {
        TestDevice device = updated(Strategy.OFFSET, 1, 2);
        Strange.exchange(device, "0102030405060708");

        BootOutcome.Started started = device.start(ResetReason.POWER);

        device.assertRuns(started, release(2));
        assertThat(started.trial()).isTrue();
    }

    @Test
    void exchangeOfAnotherDevice_andNothingThatVerifies_isRecoveryInWords() throws IOException {
        TestDevice device = updated(Strategy.OFFSET, 1);
        Strange.exchange(device, "0102030405060708");
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).primary()) + 9);
        long writes = device.writes();

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail())
                .isEqualTo("the exchange in the journal is not one of this device, and no image verifies");
        assertThat(device.writes()).isEqualTo(writes);
    }

    /** Nor can a way back be followed that is longer than the slots are. */
    @Test
    void wayBackOfAnotherDevice_isAbandoned() throws IOException {
        TestDevice device = updated(Strategy.OFFSET, 1, 2);
        Journal journal = new Journal(device.flash, device.topology.journal());
        journal.format(JournalState.onTrial(journal.state().orElseThrow().runningArea(), new Changes(List.of(100))));
        device.assertRuns(device.start(ResetReason.POWER), release(2));

        BootOutcome.Started started = device.start(ResetReason.WATCHDOG);

        device.assertRuns(started, release(2));
        assertThat(started.report().attempts()).isEqualTo(1);
        device.assertRuns(device.start(ResetReason.WATCHDOG), release(1));
    }

    /** Puts records of strangers into a journal. */
    private static final class Strange {
        private Strange() {}

        static void exchange(TestDevice device, String planDigest) throws IOException {
            Journal journal = new Journal(device.flash, device.topology.journal());
            if (journal.state().orElseThrow().secondary() != SecondaryContent.NONE) {
                journal.append(new JournalEvent.Discarded());
            }
            Changes changes = new Changes(List.of(2));
            journal.append(new JournalEvent.Staged(Bytes.ofHex("5a".repeat(32)), changes));
            journal.append(new JournalEvent.Plan(Bytes.ofHex(planDigest), true, changes));
            journal.seal();
        }
    }
}
