package io.moult.client;

import io.moult.transfer.BlockSize;
import io.moult.transfer.FetchSettings;
import io.moult.transfer.RetrySchedule;
import java.time.Duration;
import java.util.Objects;

/**
 * How patiently a device fetches.
 *
 * @param blockTimeout how long one question may stay unanswered, CoAP's retransmissions included, before the next one
 *     begins with a fresh DTLS handshake
 * @param steps block size, waits between attempts, and when the connection is given up (then Update Result 4)
 */
public record FetchPatience(Duration blockTimeout, FetchSettings steps) {
    /**
     * 6 s for a block; 1, 2, 4, 8, 8 … s between attempts, until these waits come to ten minutes without a single block:
     * some 18 minutes at a server that never answers.
     */
    public static final FetchPatience DEFAULT = new FetchPatience(
            Duration.ofSeconds(6),
            new FetchSettings(BlockSize.LARGEST, new RetrySchedule(1_000, 200, 8_000, 600_000), 3));

    public FetchPatience {
        Objects.requireNonNull(steps);
        if (blockTimeout.isNegative() || blockTimeout.isZero()) {
            throw new IllegalArgumentException("block timeout " + blockTimeout);
        }
    }
}
