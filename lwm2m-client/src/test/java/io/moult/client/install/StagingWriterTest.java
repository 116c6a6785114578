package io.moult.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.client.support.StrictStagingArea;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** R145: persistent writing, with a running digest. */
class StagingWriterTest {
    private static final Bytes IMAGE = image(10_000);

    private final StrictStagingArea staging = StrictStagingArea.ofKibibytes(16);

    @Test
    void write_inOddPieces_stagesWholeSectorsAndTheTail() throws Exception {
        staging.begin(Bytes.ofHex("00"));
        StagingWriter writer = StagingWriter.fresh(staging, IMAGE.length());

        int advances = 0;
        for (int at = 0; at < IMAGE.length(); at += 999) {
            advances += writer.write(IMAGE.slice(at, Math.min(at + 999, IMAGE.length()))) ? 1 : 0;
        }

        assertThat(advances).isEqualTo(3);
        assertThat(staging.staged()).isEqualTo(IMAGE);
        assertThat(writer.missingBytes()).isZero();
        assertThat(writer.digestSoFar()).isEqualTo(sha256(IMAGE));
    }

    @Test
    void write_partOfSector_isNotDurableYet() throws Exception {
        staging.begin(Bytes.ofHex("00"));
        StagingWriter writer = StagingWriter.fresh(staging, IMAGE.length());

        writer.write(IMAGE.slice(0, 5000));

        assertThat(writer.acceptedBytes()).isEqualTo(5000);
        assertThat(writer.durableBytes()).isEqualTo(4096);
    }

    @Test
    void resumed_behindWholeSectors_hasTheDigestOfAll() throws Exception {
        staging.begin(Bytes.ofHex("00"));
        StagingWriter.fresh(staging, IMAGE.length()).write(IMAGE.slice(0, 9000));

        StagingWriter writer = StagingWriter.resumed(staging, IMAGE.length(), 8192);
        writer.write(IMAGE.slice(8192, IMAGE.length()));

        assertThat(writer.digestSoFar()).isEqualTo(sha256(IMAGE));
        assertThat(staging.staged()).isEqualTo(IMAGE);
    }

    @Test
    void write_beyondTheImage_isAnErrorOfOurs() throws Exception {
        staging.begin(Bytes.ofHex("00"));
        StagingWriter writer = StagingWriter.fresh(staging, 10);

        assertThatThrownBy(() -> writer.write(IMAGE.slice(0, 11))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Bytes image(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * 7 + i / 256);
        }
        return Bytes.wrap(octets);
    }

    private static Bytes sha256(Bytes octets) throws Exception {
        return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(octets.toArray()));
    }
}
