package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    private static final Bytes OCTETS = Bytes.ofHex("0102030405060708");

    @TempDir
    Path directory;

    @Test
    void flash_ofAThreadThatIsInterrupted_isNotLost() throws IOException {
        Path file = directory.resolve("flash.bin");
        FlashFile.create(file, FlashGeometry.uniform(4096, 2, 8), Bytes.EMPTY);
        try (NorFlash flash = NorFlash.open(file, FlashFile.Options.DEFAULT)) {
            Thread.currentThread().interrupt();
            flash.erase(0);
            flash.program(0, OCTETS);
            boolean stillInterrupted = Thread.interrupted();

            assertThat(stillInterrupted).isTrue();
            assertThat(flash.read(0, 8)).isEqualTo(OCTETS);
        }
    }
}
