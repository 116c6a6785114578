package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sectors wear out, and some are stuck: in RAM and in a file, and after the file is opened again. */
class FlashWearTest {
    private static final Bytes UNIT = Bytes.ofHex("0011223344556677");
    private static final FlashGeometry GEOMETRY = new FlashGeometry(
            List.of(new FlashRegion("internal", 64, 2, 8, 0xff, 3), new FlashRegion("external", 64, 1, 8, 0x00, 0)));

    @TempDir
    Path dir;

    @Test
    void sectorPastItsEndurance_isBadAndKeepsWhatItHolds() throws IOException {
        NorFlash flash = NorFlash.inMemory(GEOMETRY);
        for (int i = 0; i < 3; i++) {
            flash.erase(0);
            flash.erase(2);
        }
        flash.program(0, UNIT);

        assertThatThrownBy(() -> flash.erase(0))
                .isInstanceOf(BadSectorException.class)
                .hasMessage("flash sector 0 is worn out after 3 erases");

        assertThat(flash.bad(0)).isTrue();
        assertThat(flash.read(0, 8)).isEqualTo(UNIT);
        assertThatThrownBy(() -> flash.program(8, UNIT))
                .isInstanceOfSatisfying(
                        BadSectorException.class, e -> assertThat(e.sector()).isZero());
        assertThatThrownBy(() -> flash.erase(0)).hasMessage("flash sector 0 is bad");
        flash.erase(1);
        for (int i = 0; i < 100; i++) {
            flash.erase(2);
        }
        FlashWear wear = FlashWear.of(flash);
        assertThat(wear.erases()).containsExactly(3, 1, 103);
        assertThat(wear.badSectors()).containsExactly(0);
        assertThat(wear.most()).isEqualTo(103);
        assertThat(wear.total()).isEqualTo(107);
        assertThat(wear.mean()).isBetween(35.6, 35.7);
    }

    @Test
    void wearSinceAnEarlierLook_isTheDifference() throws IOException {
        NorFlash flash = NorFlash.inMemory(GEOMETRY);
        flash.erase(0);
        FlashWear earlier = FlashWear.of(flash);
        flash.erase(0);
        flash.erase(1);

        assertThat(FlashWear.of(flash).since(earlier).erases()).containsExactly(1, 1, 0);
    }

    @Test
    void wearBadSectorsAndUnstableUnits_areInTheFile() throws IOException {
        Path file = dir.resolve("flash.bin");
        FlashFile.create(file, GEOMETRY, Bytes.EMPTY);
        try (NorFlash flash = NorFlash.open(file, FlashFile.Options.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                flash.erase(1);
            }
            flash.stick(0);
            assertThat(flash.read(128, 8).hex()).isEqualTo("00".repeat(8));
            FaultPlan plan = FaultPlan.parse("1:unstable@0");
            assertThatThrownBy(() -> new FaultyFlash(flash, plan).program(136, UNIT))
                    .isInstanceOf(PowerCut.class);
            assertThat(plan.fired()).isTrue();
            flash.rot(8 * 128 + 3);
        }

        try (NorFlash reader = NorFlash.openReadOnly(file)) {
            assertThat(reader.read(136, 8)).isNotEqualTo(reader.read(136, 8));
            assertThat(reader.bad(0)).isTrue();
            assertThat(reader.eraseCount(1)).isEqualTo(3);
        }
        try (NorFlash flash = NorFlash.open(file, FlashFile.Options.DEFAULT)) {
            assertThat(flash.read(128, 8).hex()).isEqualTo("08" + "00".repeat(7));
            assertThatThrownBy(() -> flash.erase(0)).isInstanceOf(BadSectorException.class);
            assertThatThrownBy(() -> flash.erase(1)).isInstanceOf(BadSectorException.class);
            flash.erase(2);
            assertThat(flash.read(128, 64).hex()).isEqualTo("00".repeat(64));
            flash.program(136, UNIT);
        }
        try (NorFlash flash = NorFlash.open(file, FlashFile.Options.DEFAULT)) {
            assertThat(flash.read(136, 8)).isEqualTo(UNIT);
        }
    }
}
