package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that stands for a flash: what survives in it, who may write it, and which files are none. */
class FlashFileTest {
    private static final FlashGeometry GEOMETRY = FlashGeometry.uniform(256, 4, 8);
    private static final Bytes UNIT = Bytes.ofHex("0123456789abcdef");

    @TempDir
    Path dir;

    private Path fresh() throws IOException {
        Path file = dir.resolve("flash.bin");
        FlashFile.create(file, GEOMETRY, Bytes.ofHex("c0ffee"));
        return file;
    }

    private static NorFlash open(Path file) throws IOException {
        return NorFlash.open(file, FlashFile.Options.DEFAULT);
    }

    @Test
    void reopenedFlash_hasItsOctetsItsMarksAndItsErases() throws IOException {
        Path file = fresh();
        try (NorFlash flash = NorFlash.open(file, new FlashFile.Options(true))) {
            flash.program(8, UNIT);
            flash.erase(3);
        }

        try (NorFlash flash = open(file)) {
            assertThat(flash.read(8, 8)).isEqualTo(UNIT);
            assertThatThrownBy(() -> flash.program(8, UNIT)).isInstanceOf(FlashMisuse.class);
            assertThat(flash.eraseCount(3)).isEqualTo(1);
            assertThat(FlashFile.describe(file).label()).isEqualTo(Bytes.ofHex("c0ffee"));
        }
    }

    @Test
    void killedProcess_whatItWasToldIsWrittenIsThere() throws Exception {
        Path file = dir.resolve("flash.bin");
        FlashFile.create(file, FlashGeometry.uniform(4096, 64, 8), Bytes.EMPTY);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int said = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (said < 100) {
                said = Integer.parseInt(lines.readLine());
            }
            child.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said = Integer.parseInt(line);
            }
        }
        child.waitFor();

        try (NorFlash flash = open(file)) {
            for (int unit = 0; unit < said; unit++) {
                assertThat(flash.read(8L * unit, 8)).isEqualTo(UNIT);
                long offset = 8L * unit;
                assertThatThrownBy(() -> flash.program(offset, UNIT)).isInstanceOf(FlashMisuse.class);
            }
        }
    }

    /** Programs unit after unit and says so after each, until it is killed. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            try (NorFlash flash = open(Path.of(arguments[0]))) {
                for (int unit = 0; unit < 64 * 512; unit++) {
                    flash.program(8L * unit, UNIT);
                    System.out.println(unit + 1);
                }
            }
        }
    }

    @Test
    void secondWriter_isRefusedWithASentence() throws IOException {
        Path file = fresh();
        try (NorFlash flash = open(file)) {
            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(FlashFileException.class)
                    .hasMessageContaining("is in use");

            flash.program(0, UNIT);
        }
    }

    @Test
    void reader_besideAWriter_seesWhatIsWrittenAndCannotWrite() throws IOException {
        Path file = fresh();
        try (NorFlash flash = open(file);
                NorFlash reader = NorFlash.openReadOnly(file)) {
            flash.program(0, UNIT);

            assertThat(reader.read(0, 8)).isEqualTo(UNIT);
            assertThatThrownBy(() -> reader.erase(0)).isInstanceOf(FlashMisuse.class);
        }
    }

    @Test
    void whatIsNoFlash_isNamedInOneSentence() throws IOException {
        Path missing = dir.resolve("nothing.bin");
        Path foreign = Files.writeString(dir.resolve("foreign.bin"), "a letter to my aunt");
        Path empty = Files.createFile(dir.resolve("empty.bin"));
        Path file = fresh();
        Path truncated = cut(file, "truncated.bin", Files.size(file) - 1);
        Path shortHead = cut(file, "short.bin", 1000);
        Path damaged = dir.resolve("damaged.bin");
        byte[] octets = Files.readAllBytes(file);
        octets[20] ^= 1;
        Files.write(damaged, octets);

        for (Path none : List.of(missing, foreign, empty, truncated, shortHead, damaged)) {
            assertThatThrownBy(() -> open(none))
                    .isInstanceOf(FlashFileException.class)
                    .hasMessageContaining(none.toString());
            assertThatThrownBy(() -> NorFlash.openReadOnly(none)).isInstanceOf(FlashFileException.class);
            assertThatThrownBy(() -> FlashFile.describe(none)).isInstanceOf(FlashFileException.class);
        }
    }

    /** R18, R36: storage of another format is refused, and says which and what to do. */
    @Test
    void fileOfAnotherFormat_isRefusedInOneSentence() throws IOException {
        Path older = dir.resolve("older.bin");
        byte[] octets = Files.readAllBytes(fresh());
        ByteBuffer.wrap(octets).putInt(16, 1);
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, 4092);
        ByteBuffer.wrap(octets).putInt(4092, (int) crc.getValue());
        Files.write(older, octets);

        assertThatThrownBy(() -> open(older))
                .isInstanceOf(FlashFileException.class)
                .hasMessageContaining("has flash file format 1 and this program reads format 2");
    }

    private Path cut(Path file, String name, long length) throws IOException {
        Path copy = Files.copy(file, dir.resolve(name));
        try (var channel = Files.newByteChannel(copy, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        return copy;
    }

    @Test
    void existingFile_isNeverOverwritten() throws IOException {
        Path file = fresh();

        assertThatThrownBy(() -> FlashFile.create(file, GEOMETRY, Bytes.EMPTY))
                .isInstanceOf(FlashFileException.class)
                .hasMessageContaining("is there already");
        assertThat(Files.exists(dir.resolve("flash.bin.new"))).isFalse();
    }
}
