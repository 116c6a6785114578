package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R16, R19: each region keeps its own rules. */
class NorFlashMixedTest {
    private final NorFlash flash = NorFlash.inMemory(new FlashGeometry(
            List.of(new FlashRegion("internal", 64, 2, 32, 0xff, 0), new FlashRegion("external", 96, 2, 4, 0x00, 0))));

    private static Bytes filled(int length) {
        return Bytes.ofHex("5a".repeat(length));
    }

    @Test
    void blankFlash_readsAsEachRegionDoes() throws IOException {
        assertThat(flash.read(120, 16).hex()).isEqualTo("ff".repeat(8) + "00".repeat(8));
    }

    @Test
    void program_keepsToTheUnitOfItsRegion() throws IOException {
        flash.program(96, filled(32));
        flash.program(128, filled(4));
        flash.program(132, filled(92));

        assertThatThrownBy(() -> flash.program(64, filled(4))).hasMessageContaining("units of 32 B");
        assertThatThrownBy(() -> flash.program(226, filled(4))).hasMessageContaining("units of 4 B");
        assertThatThrownBy(() -> flash.program(96, filled(64))).hasMessageContaining("crosses");
        assertThatThrownBy(() -> flash.program(220, filled(8))).hasMessageContaining("crosses");
        assertThatThrownBy(() -> flash.program(180, filled(4)))
                .hasMessageContaining("second program of the unit at 180");
        assertThat(flash.read(96, 128)).isEqualTo(filled(128));
    }

    @Test
    void erase_coversItsSectorAndNoOther() throws IOException {
        flash.program(96, filled(32));
        flash.program(128, filled(96));
        flash.program(224, filled(96));

        flash.erase(2);

        assertThat(flash.read(96, 224).hex()).isEqualTo("5a".repeat(32) + "00".repeat(96) + "5a".repeat(96));
        flash.program(128, filled(96));
        assertThatThrownBy(() -> flash.program(224, filled(4))).isInstanceOf(FlashMisuse.class);
    }

    @Test
    void copy_isAnotherDevice() throws IOException {
        flash.program(0, filled(32));
        NorFlash copy = flash.copy();
        copy.erase(0);
        copy.stick(1);

        assertThat(flash.read(0, 32)).isEqualTo(filled(32));
        assertThat(flash.bad(1)).isFalse();
        assertThat(flash.eraseCount(0)).isZero();
    }

    @Test
    void misuse_isNamedInNumbers() {
        assertThatThrownBy(() -> flash.program(0, Bytes.EMPTY)).hasMessageContaining("program of nothing at 0");
        assertThatThrownBy(() -> flash.program(-32, filled(32))).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.program(320, filled(4))).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.erase(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> flash.rot(8 * 320)).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.stick(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
