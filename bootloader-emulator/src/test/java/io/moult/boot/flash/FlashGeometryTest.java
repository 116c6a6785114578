package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R19, R142: one address space over parts of different make. */
class FlashGeometryTest {
    /** Small and large sectors of one part as in an STM32F4, and a chip outside that is blank where it is zero. */
    private static final FlashGeometry MIXED = new FlashGeometry(List.of(
            new FlashRegion("internal", 16, 4, 4, 0xff, 10_000),
            new FlashRegion("internal", 64, 1, 4, 0xff, 10_000),
            new FlashRegion("external", 32, 2, 1, 0x00, 0)));

    @Test
    void sectors_areNumberedThroughAndHaveTheirRegionsNature() {
        assertThat(MIXED.sectorCount()).isEqualTo(7);
        assertThat(MIXED.sizeBytes()).isEqualTo(64 + 64 + 64);
        assertThat(MIXED.unitCount()).isEqualTo(16 + 16 + 64);
        for (int sector = 0; sector < 7; sector++) {
            assertThat(MIXED.sectorBytes(sector)).isEqualTo(sector < 4 ? 16 : sector == 4 ? 64 : 32);
            assertThat(MIXED.programUnitBytes(sector)).isEqualTo(sector < 5 ? 4 : 1);
            assertThat(MIXED.erasedValue(sector)).isEqualTo(sector < 5 ? 0xff : 0);
        }
        assertThat(List.of(0, 3, 4, 5, 6).stream().map(MIXED::offsetOfSector))
                .containsExactly(0L, 48L, 64L, 128L, 160L);
        assertThat(List.of(0, 3, 4, 5, 6).stream().map(MIXED::firstUnitOf)).containsExactly(0L, 12L, 16L, 32L, 64L);
    }

    @Test
    void octet_liesInOneSector() {
        for (int sector = 0; sector < 7; sector++) {
            long first = MIXED.offsetOfSector(sector);
            assertThat(MIXED.sectorAt(first)).isEqualTo(sector);
            assertThat(MIXED.sectorAt(first + MIXED.sectorBytes(sector) - 1)).isEqualTo(sector);
        }
    }

    @Test
    void whatIsNotThere_isOutOfBounds() {
        for (int sector : new int[] {-1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> MIXED.regionOf(sector)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> MIXED.offsetOfSector(sector)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> MIXED.firstUnitOf(sector)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> MIXED.sectorAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MIXED.sectorAt(192)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void encodedGeometry_isReadBackAndNothingElseIs() {
        Bytes encoded = MIXED.encode();

        assertThat(FlashGeometry.decode(encoded)).isEqualTo(MIXED);
        for (int length = 0; length < encoded.length(); length++) {
            Bytes part = encoded.slice(0, length);
            assertThatThrownBy(() -> FlashGeometry.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> FlashGeometry.decode(Bytes.ofHex(encoded.hex() + "00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void region_outOfShape_isRefused() {
        for (int unit : new int[] {0, 3, 64, -1}) {
            assertThatThrownBy(() -> new FlashRegion("a", 256, 1, unit, 0xff, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new FlashRegion("a", 100, 1, 8, 0xff, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlashRegion("a", 256, 0, 8, 0xff, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlashRegion("a", 256, 1, 8, 0xfe, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlashRegion("a", 256, 1, 8, 0xff, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlashRegion("A b", 256, 1, 8, 0xff, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlashGeometry(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
