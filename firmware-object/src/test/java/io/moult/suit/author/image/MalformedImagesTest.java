package io.moult.suit.author.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in an image file is refused, by its line where it has lines; nothing else ever escapes. */
class MalformedImagesTest {
    @TempDir
    private Path directory = Path.of("set by JUnit");

    @ParameterizedTest
    @CsvSource({
        // checksum, length, digits, kinds
        "':0100000001FD|:00000001FF', in line 1 has a wrong checksum",
        "':0100000001FE', has no end record: it was cut short",
        "':0100000001FE|:00000001FF|:0100010001FD', in line 3 comes after the end record",
        "':0100000001FE|:00000001F', in line 2 has half an octet at its end",
        "':0100000001FE|:000000', in line 2 is not of the length that it says",
        "':0100000001FE|:0200000001FD', in line 2 is not of the length that it says",
        "':0100000001FE|:00000007F9', in line 2 is a record of unknown kind 7",
        "':0100000001FE|0000', in line 2 does not begin with a colon",
        "':01000000X1FE', in line 1 has something in it that is no hexadecimal digit",
        "':010000\u0661FE', in line 1 has something in it that is no hexadecimal digit",
        // overlap, and overflow of a segment
        "':0100000001FE|:0100000001FE|:00000001FF', gives address 0x0 twice",
        "':02000000AABB99|:0100010001FD|:00000001FF', gives address 0x1 twice",
        "':0100010001FD|:02000000AABB99|:00000001FF', gives address 0x1 twice",
        "':02FFFF00AABB9B|:00000001FF', in line 1 runs over the end of its segment",
        // records that are not what their kind looks like
        "':0100000401FA|:00000001FF', in line 1 is not what a record of its kind looks like",
        "':020001040800F1|:00000001FF', in line 1 is not what a record of its kind looks like",
        "':00000101FE', in line 1 is not what a record of its kind looks like"
    })
    void intelHex_malformed_isRefused(String text, String clause) {
        assertThatThrownBy(() -> IntelHex.read(stream(text)))
                .isInstanceOf(ImageFileException.class)
                .hasMessageContaining(clause);
    }

    @ParameterizedTest
    @CsvSource({
        "'S104000001FB|S9030000FC', in line 1 has a wrong checksum",
        "'S104000001FA', has no termination record: it was cut short",
        "'S9030000FC|S104000001FA', in line 2 comes after the termination record",
        "'S105000001FA|S9030000FC', in line 1 is not of the length that it says",
        "'S102000001FA', in line 1 is not of the length that it says",
        "'S1', in line 1 is not of the length that it says",
        "'S4030000FC', in line 1 is a record of unknown kind",
        "'T104000001FA', in line 1 does not begin with S and a digit",
        "'S104000001FA|S104000001FA|S9030000FC', gives address 0x0 twice",
        "'S105FFFFAABB97|S9030000FC', in line 1 runs over the last address",
        "'S104000001FA|S5030002FA|S9030000FC', in line 2 counts 2 records where there are 1",
        "'S904000001FA', in line 1 is a termination record with data"
    })
    void sRecords_malformed_areRefused(String text, String clause) {
        assertThatThrownBy(() -> SRecords.read(stream(text)))
                .isInstanceOf(ImageFileException.class)
                .hasMessageContaining(clause);
    }

    @Test
    void line_withoutEnd_isNotReadIntoMemory() {
        assertThatThrownBy(() -> IntelHex.read(stream(":00".repeat(1000))))
                .isInstanceOf(ImageFileException.class)
                .hasMessageContaining("in line 1 is longer than a record can be");
    }

    @Test
    void elf_thatIsNotExecutable_isRefused() {
        assertElfRefused(Written.elf(false, false, 1, segment(0, 4)), "still has to be linked");
    }

    @Test
    void elf_segmentsInTheSamePlace_areRefused() {
        assertElfRefused(Written.elf(true, false, 2, segment(0, 4), segment(3, 4)), "gives address 0x3 twice");
    }

    @Test
    void elf_segmentOverTheLastAddress_isRefused() {
        assertElfRefused(Written.elf(false, false, 2, segment(0xfffffffeL, 4)), "runs over the last address");
        assertElfRefused(Written.elf(true, false, 2, segment(Long.MAX_VALUE - 2, 4)), "runs over the last address");
        assertElfRefused(Written.elf(true, false, 2, segment(-8, 4)), "runs over the last address");
    }

    @Test
    void elf_segmentLargerThanItsMemory_isRefused() {
        assertElfRefused(
                Written.elf(false, false, 2, new Written.Segment(1, 0, Bytes.ofHex("00000000"), 3)),
                "larger than its memory");
    }

    /** Sizes and offsets that would overflow, or would have gigabytes allocated. */
    @Test
    void elf_sizesOfNoSense_areRefusedBeforeAnythingIsAllocated() {
        byte[] file = Written.elf(true, false, 2, segment(0, 4));
        for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40}) {
            byte[] changed = file.clone();
            ByteBuffer.wrap(changed)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(64 + 32, size)
                    .putLong(64 + 40, Long.MAX_VALUE);
            assertElfRefused(changed, "is an ELF file");
        }
        for (long offset : new long[] {-1, Long.MAX_VALUE, Long.MAX_VALUE - 3, file.length - 3}) {
            byte[] segment = file.clone();
            ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 8, offset);
            assertElfRefused(segment, "ends too early");
            byte[] table = file.clone();
            ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putLong(32, offset);
            assertElfRefused(table, "ends too early");
        }
    }

    @Test
    void elf_cutShortAnywhere_isRefused() throws IOException {
        byte[] file = Written.elf(false, true, 2, segment(16, 40));
        for (int length = 4; length < file.length; length++) {
            assertElfRefused(Arrays.copyOf(file, length), "is an ELF file that ends too early");
        }
    }

    /** Whatever is turned over, it is read or refused. */
    @Test
    void files_withChangedOctets_neverFailOtherwise() throws IOException {
        long seed = 20261120;
        Random random = new Random(seed);
        byte[] elf = Written.elf(true, false, 2, segment(16, 40), segment(100, 7));
        byte[] hex = Written.ascii(Written.hex(4, 0, "0001") + Written.hex(0, 8, "0102030405") + Written.HEX_END);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] changed = (i % 2 == 0 ? elf : hex).clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            try {
                if (i % 2 == 0) {
                    readElf(changed);
                } else {
                    IntelHex.read(new ByteArrayInputStream(changed));
                }
            } catch (ImageFileException expected) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }

    private void assertElfRefused(byte[] file, String clause) {
        assertThatThrownBy(() -> readElf(file))
                .isInstanceOf(ImageFileException.class)
                .hasMessageContaining(clause);
    }

    private void readElf(byte[] octets) throws IOException {
        try (FileChannel file = FileChannel.open(Files.write(directory.resolve("a.elf"), octets))) {
            Elf.read(file);
        }
    }

    private static Written.Segment segment(long address, int length) {
        return new Written.Segment(1, address, Bytes.wrap(new byte[length]), length);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.replace('|', '\n').getBytes(StandardCharsets.UTF_8));
    }
}
