package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.client.ContactSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private final SilenceWatch watch = new SilenceWatch(ContactSettings.DEFAULT);

    @Test
    void idle_atFirst_waitsLong() {
        assertThat(seconds(0)).isEqualTo(30);
        assertThat(seconds(29)).isEqualTo(1);
        assertThat(seconds(31)).isZero();
    }

    @Test
    void blocks_thatMove_makeItShort() {
        watch.blocksMove();

        assertThat(seconds(0)).isEqualTo(3);
    }

    @Test
    void probes_thatAreAnswered_doubleItUpToTheIdleDistance() {
        watch.blocksMove();

        long[] distances = new long[6];
        for (int i = 0; i < distances.length; i++) {
            watch.probeAnswered();
            distances[i] = seconds(0);
        }

        assertThat(distances).containsExactly(6, 12, 24, 30, 30, 30);
    }

    private long seconds(long silentSeconds) {
        return Duration.ofNanos(
                        watch.untilProbeNanos(Duration.ofSeconds(silentSeconds).toNanos()))
                .toSeconds();
    }
}
