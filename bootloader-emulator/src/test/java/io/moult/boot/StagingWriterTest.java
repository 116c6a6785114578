package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.flash.NorFlash;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Octets that arrive in pieces of any size, at the places where sectors and program units begin and end. */
class StagingWriterTest {
    private static final Bytes IMAGE = Releases.image(200, 3);

    private final NorFlash flash = NorFlash.inMemory(FlashGeometry.uniform(64, 4, 8));

    private byte[] overlaid(StagingWriter writer, long from, int length) throws IOException {
        byte[] read = flash.read(from, length).toArray();
        writer.overlay(from, read);
        return read;
    }

    @Test
    void octetsThatWait_areSeenByEveryReaderOfThem() throws IOException {
        StagingWriter writer = StagingWriter.ofNewImage(flash, 0, 200);
        writer.write(0, IMAGE.slice(0, 21));

        assertThat(overlaid(writer, 16, 5)).isEqualTo(IMAGE.slice(16, 21).toArray());
        assertThat(overlaid(writer, 16, 3)).isEqualTo(IMAGE.slice(16, 19).toArray());
        assertThat(overlaid(writer, 18, 3)).isEqualTo(IMAGE.slice(18, 21).toArray());
        assertThat(Bytes.wrap(overlaid(writer, 0, 30)))
                .isEqualTo(Bytes.ofHex(IMAGE.slice(0, 21).hex() + "ff".repeat(9)));
    }

    @Test
    void endOfTheImage_isPaddedWithWhatIsErased() throws IOException {
        for (int erased : new int[] {0xff, 0x00}) {
            NorFlash one =
                    NorFlash.inMemory(new FlashGeometry(List.of(new FlashRegion("internal", 64, 4, 8, erased, 0))));
            StagingWriter.ofNewImage(one, 0, 21).write(0, IMAGE.slice(0, 21));

            assertThat(one.read(0, 24).hex())
                    .isEqualTo(IMAGE.slice(0, 21).hex() + (erased == 0 ? "00" : "ff").repeat(3));
        }
    }

    @Test
    void restart_atASectorOfTheFlashsFirstSlot_isTaken() throws IOException {
        StagingWriter writer = new StagingWriter(flash, 0, 200);

        writer.write(128, IMAGE.slice(128, 200));
        writer.write(64, IMAGE.slice(64, 128));

        assertThat(flash.read(64, 136)).isEqualTo(IMAGE.slice(64, 200));
    }

    @Test
    void restart_elsewhere_isRefusedInWords() throws IOException {
        StagingWriter writer = new StagingWriter(flash, 0, 256);

        assertThatThrownBy(() -> writer.write(8, Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write at 8 where a sector boundary was due");
        assertThatThrownBy(() -> writer.write(256, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write at 256 where a sector boundary was due");
        writer.write(0, IMAGE.slice(0, 64));
        assertThatThrownBy(() -> writer.write(128, Bytes.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write at 128 where 64 or a sector boundary before it was due");
    }
}
