package io.moult.demo.bench.suit;

import java.time.Duration;

/**
 * What {@code bench suit} is asked to measure.
 *
 * @param signature by which algorithm the manifest is signed
 * @param rounds how many pairs of batches are measured
 * @param batch how many verifications make a batch
 * @param warmUp how long everything runs before anything counts
 * @param limit after how long no further round begins, the warm-up not counted
 */
public record SuitSettings(SignatureKind signature, int rounds, int batch, Duration warmUp, Duration limit) {
    /** Checks every bound; the message is one sentence for the user. */
    public SuitSettings {
        require(rounds >= 1 && rounds <= 100_000, "--rounds must be from 1 to 100000");
        require(batch >= 1 && batch <= 10_000, "--batch must be from 1 to 10000");
        require(
                !warmUp.isNegative() && warmUp.compareTo(Duration.ofMinutes(10)) <= 0,
                "--warm-up must be from 0 to 600 seconds");
        require(
                !limit.isNegative() && !limit.isZero() && limit.compareTo(Duration.ofHours(1)) <= 0,
                "--run-limit must be from 1 to 3600 seconds");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
