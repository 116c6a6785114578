package io.moult.server.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One open file for all its readers. */
final class OpenFilesTest {
    private static final Bytes DIGEST = Bytes.wrap(new byte[32]);

    @TempDir
    private Path directory;

    @Test
    void file_readByMany_isOpenOnce() throws Exception {
        Path file = file(1);
        try (OpenFiles files = new OpenFiles();
                BodyLease one = files.acquire(file, DIGEST);
                BodyLease other = files.acquire(file, DIGEST)) {
            assertThat(one.body()).isSameAs(other.body());
            assertThat(one.body().read(0, 1)).isEqualTo(Bytes.ofHex("01"));
        }
    }

    @Test
    void fileThatIsRead_howeverManyOthersAreOpened_staysOpen() throws Exception {
        try (OpenFiles files = new OpenFiles();
                BodyLease read = files.acquire(file(1), DIGEST)) {
            List<BodyLease> idle = new ArrayList<>();
            for (int i = 2; i < 100; i++) {
                BodyLease lease = files.acquire(file(i), DIGEST);
                lease.close();
                lease.close();
                idle.add(lease);
            }

            assertThat(read.body().read(0, 1)).isEqualTo(Bytes.ofHex("01"));
            assertThat(idle)
                    .anySatisfy(lease ->
                            assertThatThrownBy(() -> lease.body().read(0, 1)).isInstanceOf(IOException.class));
        }
    }

    private Path file(int number) throws Exception {
        return Files.write(directory.resolve("file-" + number), new byte[] {(byte) number});
    }
}
