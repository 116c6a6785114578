package io.moult.demo.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code bench push} is asked to measure.
 *
 * @param devices how many devices take the image at once, in one JVM
 * @param sizeBytes length of the image
 * @param blockBytes size of a Block1 block: a power of two from 16 to 1024
 * @param pairs how many pairs of runs, one of each end
 * @param warmUps how many bodies are pushed to warm both JVMs of a run before those that are measured
 * @param measured how many bodies are measured one after the other in a run; their median is the run's figure
 * @param ends which ends run: both, or one alone
 * @param heap whether the server's live heap is measured by forced collection, instead of the time
 * @param deviceHeap {@code -Xmx} of the devices' JVM when it is narrowed, as in {@code 24m}
 * @param runLimit after how long a run is given up and counted as failed
 * @param workDirectory where images, flash files and the children's logs are kept while it runs
 */
public record PushSettings(
        int devices,
        int sizeBytes,
        int blockBytes,
        int pairs,
        int warmUps,
        int measured,
        List<End> ends,
        boolean heap,
        Optional<String> deviceHeap,
        Duration runLimit,
        Path workDirectory) {

    /** The largest image that is accepted here: a gibibyte holds no lesson about devices. */
    public static final int MAX_SIZE_BYTES = 256 * 1024 * 1024;

    /** The most devices that one JVM is asked to play. */
    public static final int MAX_DEVICES = 1000;

    /** Checks every bound; the message is one sentence for the user. */
    public PushSettings {
        require(devices >= 1 && devices <= MAX_DEVICES, "--devices must be from 1 to " + MAX_DEVICES);
        require(sizeBytes >= 1024 && sizeBytes <= MAX_SIZE_BYTES, "--size must be from 1024 to " + MAX_SIZE_BYTES);
        require(
                blockBytes >= 16 && blockBytes <= 1024 && Integer.bitCount(blockBytes) == 1,
                "--block must be a power of two from 16 to 1024");
        require(pairs >= 1 && pairs <= 1000, "--pairs must be from 1 to 1000");
        require(warmUps >= 0 && warmUps <= 1000, "--warm-up must be from 0 to 1000");
        require(measured >= 1, "at least one body must be measured");
        require(!ends.isEmpty(), "at least one end must run");
        require(
                deviceHeap.isEmpty() || deviceHeap.get().matches("[1-9][0-9]{0,5}[kmgKMG]"),
                "--device-heap must be a size as java takes it, for example 24m");
        require(!runLimit.isNegative() && !runLimit.isZero(), "--run-limit must be positive");
        ends = List.copyOf(ends);
    }

    /** The bodies of one run. */
    int bodies() {
        return warmUps + measured;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
