package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found in another bootloader, each as a path that ours is taken along. */
class FoundElsewhereTest {
    private static final int PRIMARY_OF_SINGLE = 2 + 2 * 4;

    private static Replay.Result along(Strategy strategy, Life life, String path) throws Exception {
        Bench bench = Bench.of("single", strategy, 2, life);
        return new Replay(Laboratory.subject(bench, false, FaultKind.CUTS), Invariants.ALL).of(path);
    }

    private static String last(Replay.Result result) {
        List<String> steps = result.steps();
        return steps.get(steps.size() - 1);
    }

    /** F5: one rotten bit in a confirmed image, with a good older one beside it: that one boots. */
    @Test
    void f5RottenBitInAConfirmedImage_bootsTheOlderOneBesideIt() throws Exception {
        Replay.Result result = along(
                Strategy.OFFSET,
                Life.SECOND,
                "boot-power,update-2,boot-power,confirm,boot-power,update-3,boot-power,confirm,boot-power,rest:"
                        + PRIMARY_OF_SINGLE + "=rot@100.3,boot-power");

        assertThat(result.violations()).isEmpty();
        assertThat(last(result)).contains("reverted of 2, octets of [2]");
    }

    /** F6: executed in place, with a factory image that nobody ever confirmed: an unconfirmed boot costs neither slot. */
    @Test
    void f6FactoryImageInPlace_survivesAnUnconfirmedUpdate() throws Exception {
        Replay.Result result =
                along(Strategy.IN_PLACE, Life.UNCONFIRMED, "boot-power,update-2,boot-power,boot-watchdog,boot-power");

        assertThat(result.violations()).isEmpty();
        assertThat(last(result)).contains("normal of 1, octets of [1]");
    }

    /**
     * A seal that reads so and so, after a cut in a confirmation; then a cut at any operation of the boot after it. The
     * journal settles what it read before it acts.
     */
    @Test
    void tornSeal_readEitherWay_decidesOnce() throws Exception {
        for (String reading : List.of("0", "1", "2")) {
            for (String next : List.of("0", "1", "2")) {
                Replay.Result result = along(
                        Strategy.OFFSET,
                        Life.HEALTHY,
                        "boot-power,update-2,boot-power,confirm:2=unstable@8,boot-power~" + reading
                                + ":0=after,boot-power~" + next + ",boot-power,boot-power");

                assertThat(result.violations()).as(reading + next).isEmpty();
            }
        }
    }

    /** An erase of the old journal sector that is cut off in the middle of an exchange, and reads as fewer records. */
    @Test
    void tornEraseOfTheOldJournalSector_readWithFewerRecords_losesNoStep() throws Exception {
        Bench bench = Bench.of("single", Strategy.OFFSET, 3, Life.HEALTHY);
        Replay replay = new Replay(Laboratory.subject(bench, false, FaultKind.CUTS), Invariants.ALL);
        int taken = 0;
        for (int operation = 0; operation < 28; operation++) {
            for (int reading = 0; reading < 31; reading++) {
                String path = "boot-power,update-2,boot-power:" + operation + "=unstable@0,boot-power~" + reading
                        + ",boot-power,boot-power";
                try {
                    assertThat(replay.of(path).violations()).as(path).isEmpty();
                    taken++;
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("did not fire");
                }
            }
        }
        assertThat(taken).isGreaterThan(500);
    }
}
