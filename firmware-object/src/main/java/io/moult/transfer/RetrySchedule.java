package io.moult.transfer;

import java.util.OptionalLong;

/**
 * How long to wait before trying again, and when to stop: a first delay that grows by a factor up to a longest delay,
 * until all waits together would exceed a total. The totals count the waits, not what happens between them.
 *
 * @param firstDelayMillis the first wait
 * @param growthPercent each wait as a percentage of the one before, 100 for a constant one
 * @param longestDelayMillis no single wait is longer (unless the peer itself asks for a longer one)
 * @param totalMillis no more waits when their sum would exceed this
 */
public record RetrySchedule(long firstDelayMillis, int growthPercent, long longestDelayMillis, long totalMillis) {
    /** 2, 4, 8 … 60 s, half an hour in all. */
    public static final RetrySchedule DEFAULT = new RetrySchedule(2_000, 200, 60_000, 1_800_000);

    public RetrySchedule {
        if (firstDelayMillis < 0 || growthPercent < 100 || longestDelayMillis < firstDelayMillis || totalMillis < 0) {
            throw new IllegalArgumentException("retry schedule " + firstDelayMillis + " ms × " + growthPercent
                    + " % up to " + longestDelayMillis + " ms, " + totalMillis + " ms in all");
        }
    }

    /** The wait before retry number n, counted from 0. */
    public long delayMillis(int retry) {
        double delay = (double) firstDelayMillis * Math.pow(growthPercent / 100.0, retry);
        return (long) Math.min(delay, (double) longestDelayMillis);
    }

    /** The waits of one spell of trouble; a success begins a new one. Not thread-safe. */
    static final class Spell {
        private final RetrySchedule schedule;
        private int retries;
        private long waitedMillis;

        Spell(RetrySchedule schedule) {
            this.schedule = schedule;
        }

        /** The next wait, at least as long as the peer asked for; empty when patience has run out. */
        OptionalLong nextDelayMillis(OptionalLong peerAsksSeconds) {
            long asked = Math.min(peerAsksSeconds.orElse(0), Integer.MAX_VALUE) * 1000;
            long delay = Math.max(schedule.delayMillis(retries), asked);
            if (waitedMillis + delay > schedule.totalMillis()) {
                return OptionalLong.empty();
            }
            retries++;
            waitedMillis += delay;
            return OptionalLong.of(delay);
        }

        int retries() {
            return retries;
        }

        void over() {
            retries = 0;
            waitedMillis = 0;
        }
    }
}
