package io.moult.transfer;

import java.util.Objects;

/**
 * How a fetch behaves (R20: back-off of resumed downloads is documented configuration).
 *
 * @param blockSize the size to ask for; the server may send smaller blocks
 * @param whenInterrupted the waits after time-outs, 5.03 and answers that make no sense, within one spell of trouble
 * @param startsAgain how often the body may change under our hands (another ETag) before the fetch is given up
 */
public record FetchSettings(BlockSize blockSize, RetrySchedule whenInterrupted, int startsAgain) {
    public static final FetchSettings DEFAULT = new FetchSettings(BlockSize.LARGEST, RetrySchedule.DEFAULT, 3);

    public FetchSettings {
        Objects.requireNonNull(blockSize);
        Objects.requireNonNull(whenInterrupted);
        if (startsAgain < 0) {
            throw new IllegalArgumentException("startsAgain " + startsAgain);
        }
    }
}
