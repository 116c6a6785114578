package io.moult.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every staging area must do. Subclasses say how one is made. */
public abstract class StagingAreaContract {
    private StagingArea staging;

    /** A staging area with nothing staged, of at least four sectors. */
    protected abstract StagingArea fresh() throws IOException;

    /**
     * An envelope such as the area takes, of a release whose image has so many octets. Another size gives another
     * envelope.
     */
    protected abstract Bytes envelope(int imageBytes) throws IOException;

    @BeforeEach
    void makeStagingArea() throws IOException {
        staging = fresh();
    }

    @Test
    void fresh_area_holdsNoCandidate() throws IOException {
        assertThat(staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
        assertThat(staging.capacityBytes()).isGreaterThanOrEqualTo(4L * staging.sectorBytes());
    }

    @Test
    void begin_withEnvelope_keepsIt() throws IOException {
        Bytes envelope = envelope(staging.sectorBytes());

        staging.begin(envelope);

        assertThat(staging.stagedEnvelope()).isEqualTo(envelope);
    }

    @Test
    void write_inAscendingPieces_readsBack() throws IOException {
        staging.begin(envelope(staging.sectorBytes() + 100));
        Bytes first = octets(staging.sectorBytes(), 1);
        Bytes second = octets(100, 2);

        staging.write(0, first);
        staging.write(staging.sectorBytes(), second);

        assertThat(staging.read(0, first.length())).isEqualTo(first);
        assertThat(staging.read(first.length(), second.length())).isEqualTo(second);
        assertThat(staging.read(first.length() - 1, 2)).isEqualTo(Bytes.copyOf(new byte[] {
            (byte) first.at(first.length() - 1), (byte) second.at(0)
        }));
    }

    @Test
    void write_againFromSectorBoundary_replacesWhatWasThere() throws IOException {
        staging.begin(envelope(2 * staging.sectorBytes()));
        staging.write(0, octets(staging.sectorBytes(), 1));
        staging.write(staging.sectorBytes(), octets(staging.sectorBytes(), 2));

        staging.write(staging.sectorBytes(), octets(staging.sectorBytes(), 3));

        assertThat(staging.read(0, staging.sectorBytes())).isEqualTo(octets(staging.sectorBytes(), 1));
        assertThat(staging.read(staging.sectorBytes(), staging.sectorBytes()))
                .isEqualTo(octets(staging.sectorBytes(), 3));
    }

    @Test
    void write_withGap_isAnError() throws IOException {
        staging.begin(envelope(3 * staging.sectorBytes()));

        assertThatThrownBy(() -> staging.write(2L * staging.sectorBytes(), octets(16, 1)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void begin_again_givesTheFirstCandidateUp() throws IOException {
        staging.begin(envelope(2 * staging.sectorBytes()));
        staging.write(0, octets(staging.sectorBytes(), 1));
        Bytes second = envelope(staging.sectorBytes());

        staging.begin(second);
        staging.write(0, octets(staging.sectorBytes(), 2));

        assertThat(staging.stagedEnvelope()).isEqualTo(second);
        assertThat(staging.read(0, staging.sectorBytes())).isEqualTo(octets(staging.sectorBytes(), 2));
    }

    @Test
    void discard_twice_leavesNoCandidate() throws IOException {
        staging.begin(envelope(staging.sectorBytes()));

        staging.discard();
        staging.discard();

        assertThat(staging.stagedEnvelope()).isEqualTo(Bytes.EMPTY);
    }

    private static Bytes octets(int length, int seed) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * 31 + seed);
        }
        return Bytes.wrap(octets);
    }
}
