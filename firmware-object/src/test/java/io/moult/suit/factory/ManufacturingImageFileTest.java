package io.moult.suit.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.suit.factory.ManufacturingImage.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R55: what is not a whole manufacturing image is not opened. */
class ManufacturingImageFileTest {
    private static final UUID VENDOR = new UUID(1, 2);
    private static final UUID CLASS = new UUID(3, 4);

    @TempDir
    private Path directory = Path.of("set by JUnit");

    @Test
    void image_withoutBootloader_isReadAsWritten() throws IOException {
        Path file = write();

        try (ManufacturingImageFile opened = ManufacturingImageFile.open(file)) {
            assertThat(opened.image().vendorId()).isEqualTo(VENDOR);
            assertThat(opened.image().classId()).isEqualTo(CLASS);
            assertThat(opened.image().area(Part.BOOTLOADER)).isEmpty();
            assertThat(opened.small(Part.CERTIFICATE)).isEqualTo(Bytes.ofHex("aa"));
            assertThat(opened.stream(Part.APPLICATION).readAllBytes()).hasSize(5000);
        }
    }

    @Test
    void image_cutShort_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        for (int length : new int[] {0, 1, 4095, 4096, whole.length - 4096, whole.length - 1}) {
            Path cut = Files.write(directory.resolve("cut.img"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> ManufacturingImageFile.open(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut.img is no manufacturing image");
        }
    }

    /** Each octet that is not padding: changed, it is refused or it is an identifier that says something else. */
    @Test
    void image_withAChangedOctet_isRefusedOrOfAnotherDevice() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        int end = whole.length;
        while (whole[end - 1] == (byte) 0xff) {
            end--;
        }
        int refused = 0;
        for (int at = 0; at < end; at++) {
            boolean padding = whole[at] == (byte) 0xff && at < whole.length - 4096;
            if (padding || (at > 8192 + 100 && at < 8192 + 4900)) {
                continue;
            }
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Path file = Files.write(directory.resolve("changed.img"), changed);
            try (ManufacturingImageFile opened = ManufacturingImageFile.open(file)) {
                ManufacturingImage image = opened.image();
                assertThat(image.vendorId().equals(VENDOR) && image.classId().equals(CLASS))
                        .as("octet %d", at)
                        .isFalse();
            } catch (IOException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void writer_ofAPartWithoutOctets_refusesIt() {
        ManufacturingImageWriter writer = new ManufacturingImageWriter(OutputStream.nullOutputStream());

        assertThatThrownBy(() -> writer.add(Part.CERTIFICATE, Bytes.EMPTY)).isInstanceOf(IOException.class);
    }

    @Test
    void writer_withoutAnApplication_makesNone() throws IOException {
        ManufacturingImageWriter writer =
                new ManufacturingImageWriter(OutputStream.nullOutputStream()).add(Part.CERTIFICATE, Bytes.ofHex("aa"));

        assertThatThrownBy(() -> writer.finish(VENDOR, CLASS)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path write() throws IOException {
        Path file = directory.resolve("factory.img");
        try (OutputStream out = Files.newOutputStream(file)) {
            new ManufacturingImageWriter(out)
                    .add(Part.CERTIFICATE, Bytes.ofHex("aa"))
                    .add(Part.ENVELOPE, Bytes.ofHex("bbcc"))
                    .add(Part.APPLICATION, Bytes.wrap(new byte[5000]))
                    .finish(VENDOR, CLASS);
        }
        return file;
    }
}
