package io.moult.transfer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.transfer.Bodies;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBodyTest {
    private static final Bytes BODY = Bodies.random(3, 200_000);

    @TempDir
    Path dir;

    @Test
    void body_inAFile_hasItsLengthDigestAndOctets() throws IOException {
        try (FileBody body = FileBody.open(file())) {
            assertThat(body.lengthBytes()).isEqualTo(200_000);
            assertThat(body.sha256()).isEqualTo(Bodies.sha256(BODY));
            assertThat(body.identity()).isEqualTo(Bodies.identity(BODY));
            assertThat(body.read(199_000, 1_000)).isEqualTo(BODY.slice(199_000, 200_000));
            assertThat(body.read(200_000, 0)).isEqualTo(Bytes.EMPTY);
        }
    }

    @Test
    void octets_outsideTheBody_areABug() throws IOException {
        try (FileBody body = FileBody.open(file())) {
            assertThatThrownBy(() -> body.read(199_001, 1_000)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> body.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> body.read(Long.MAX_VALUE, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void file_thatHasBecomeShorter_isNoticed() throws IOException {
        Path file = file();
        try (FileBody body = FileBody.open(file)) {
            try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
                shortened.setLength(1_000);
            }

            assertThatThrownBy(() -> body.read(900, 200)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void interruptOfOneReader_disturbsNoOther() throws IOException {
        try (FileBody body = FileBody.open(file(), Bodies.sha256(BODY))) {
            Thread.currentThread().interrupt();
            body.read(0, 16);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(body.read(16, 16)).isEqualTo(BODY.slice(16, 32));
        }
    }

    @Test
    void manyReaders_eachGetTheirOwnOctets() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (FileBody body = FileBody.open(file())) {
            List<Future<Boolean>> readers = new ArrayList<>();
            for (int reader = 0; reader < 8; reader++) {
                int first = reader * 1_000;
                readers.add(threads.submit(() -> {
                    for (int at = first; at + 1_024 <= BODY.length(); at += 1_024) {
                        if (!body.read(at, 1_024).equals(BODY.slice(at, at + 1_024))) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Path file() throws IOException {
        return Files.write(dir.resolve("body"), BODY.toArray());
    }
}
