package io.moult.boot.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The readings of unsettled octets in one run, in the order in which they were asked for. A run is repeated with the
 * next sequence of readings until all sequences have been had, depth first.
 */
final class Readings {
    private final List<Integer> chosen = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();
    private final @Nullable SplittableRandom random;
    private int asked;

    private Readings(@Nullable SplittableRandom random) {
        this.random = random;
    }

    /** The first sequence. */
    Readings() {
        this(null);
    }

    /** One sequence that a seed chooses. */
    static Readings random(SplittableRandom random) {
        return new Readings(random);
    }

    /** A certain sequence, and first readings after it. */
    static Readings of(List<Integer> sequence) {
        Readings readings = new Readings();
        readings.chosen.addAll(sequence);
        sequence.forEach(reading -> readings.options.add(Integer.MAX_VALUE));
        return readings;
    }

    int choose(int count) {
        if (asked == chosen.size()) {
            chosen.add(random == null ? 0 : random.nextInt(count));
            options.add(count);
        }
        options.set(asked, Math.min(options.get(asked), count));
        return Math.min(chosen.get(asked++), count - 1);
    }

    /** What has been read in this run. */
    List<Integer> sequence() {
        return List.copyOf(chosen.subList(0, asked));
    }

    /** Goes on to the next sequence; false when all have been had. */
    boolean next() {
        asked = 0;
        for (int last = chosen.size() - 1; last >= 0; last--) {
            if (chosen.get(last) + 1 < options.get(last)) {
                chosen.set(last, chosen.get(last) + 1);
                return true;
            }
            chosen.remove(last);
            options.remove(last);
        }
        return false;
    }

    static String text(List<Integer> sequence) {
        return sequence.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
