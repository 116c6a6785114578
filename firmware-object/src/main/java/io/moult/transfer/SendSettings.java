package io.moult.transfer;

import java.util.Objects;

/**
 * How a push behaves.
 *
 * @param blockSize the size to begin with; the receiver may lower it
 * @param whenBusy the waits after 5.03 and 4.29
 * @param restarts how often in a row a body may be sent from another place, or from the beginning, without getting
 *     further than before
 * @param sameToken whether all blocks carry one token: a habit of some devices, learnt and kept by the caller
 */
public record SendSettings(BlockSize blockSize, RetrySchedule whenBusy, int restarts, boolean sameToken) {
    public static final SendSettings DEFAULT =
            new SendSettings(BlockSize.LARGEST, new RetrySchedule(500, 200, 15_000, 300_000), 4, false);

    public SendSettings {
        Objects.requireNonNull(blockSize);
        Objects.requireNonNull(whenBusy);
        if (restarts < 1) {
            throw new IllegalArgumentException("restarts " + restarts);
        }
    }

    public SendSettings withBlockSize(BlockSize other) {
        return new SendSettings(other, whenBusy, restarts, sameToken);
    }

    public SendSettings withSameToken(boolean other) {
        return new SendSettings(blockSize, whenBusy, restarts, other);
    }
}
