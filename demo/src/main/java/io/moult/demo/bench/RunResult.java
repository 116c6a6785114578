package io.moult.demo.bench;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run gave.
 *
 * @param pair number of the pair that it belongs to, from 1
 * @param end which end ran
 * @param seconds from the first block sent to the last device's acceptance, the median of the measured bodies; 0 when it
 *     failed
 * @param bodyBytes octets of one body, all devices together; 0 when it failed
 * @param serverHeapBytes the server's largest live heap during the push minus that before it, when measured
 * @param failure why the run does not count, in one sentence; empty when it does
 */
public record RunResult(
        int pair, End end, double seconds, long bodyBytes, OptionalLong serverHeapBytes, Optional<String> failure) {

    /** A run in which every device accepted. */
    public static RunResult succeeded(int pair, End end, double seconds, long bodyBytes, OptionalLong heapBytes) {
        return new RunResult(pair, end, seconds, bodyBytes, heapBytes, Optional.empty());
    }

    /** A run that does not count. */
    public static RunResult failed(int pair, End end, String failure) {
        return new RunResult(pair, end, 0, 0, OptionalLong.empty(), Optional.of(failure));
    }

    /** Whether every device accepted. */
    public boolean counts() {
        return failure.isEmpty();
    }

    /** Million octets of image per second, all devices together. */
    public double megabytesPerSecond() {
        return bodyBytes / seconds / 1e6;
    }
}
