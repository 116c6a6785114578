package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    @Test
    void sequences_areAllHadOnceDepthFirst() {
        Readings readings = new Readings();
        List<String> had = new ArrayList<>();
        do {
            if (readings.choose(2) == 1) {
                readings.choose(3);
            }
            had.add(Readings.text(readings.sequence()));
        } while (readings.next());

        assertThat(had).containsExactly("0", "1.0", "1.1", "1.2");
    }

    @Test
    void sequenceOfAPath_isTakenAgain() {
        Readings readings = Readings.of(List.of(2, 1));

        assertThat(readings.choose(3)).isEqualTo(2);
        assertThat(readings.choose(3)).isEqualTo(1);
        assertThat(readings.choose(3)).isZero();
    }

    @Test
    void unsettledStretchOfRecords_readsInEachNumberOfWholeRecords() {
        byte[] octets = new byte[128];
        Arrays.fill(octets, (byte) 0x21);
        Sector sector = new Sector(octets, 8, (byte) 0xff, new long[] {-1}, new int[] {0, 128});

        List<byte[]> readings = sector.allReadings(true, 100);

        assertThat(readings).hasSize(3 + 4 * 3);
        assertThat(readings.stream().map(Fingerprint::of).distinct()).hasSize(readings.size());
        assertThat(sector.allReadings(false, 100)).hasSize(3);
    }
}
