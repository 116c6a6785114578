package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** R16: the block device that everything is stored on, and its rules; the same contract in RAM and in a file. */
class NorFlashTest {
    @TempDir
    Path dir;

    private int files;

    private interface Check {
        void on(NorFlash flash) throws IOException;
    }

    private List<DynamicTest> inRamAndInAFile(FlashGeometry geometry, Check check) {
        return List.of(
                DynamicTest.dynamicTest("in RAM", () -> check.on(NorFlash.inMemory(geometry))),
                DynamicTest.dynamicTest("in a file", () -> {
                    Path file = dir.resolve("flash" + files++ + ".bin");
                    FlashFile.create(file, geometry, Bytes.EMPTY);
                    try (NorFlash flash = NorFlash.open(file, FlashFile.Options.DEFAULT)) {
                        check.on(flash);
                    }
                }));
    }

    private static Bytes filled(int length, int value) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) value);
        return Bytes.wrap(octets);
    }

    @TestFactory
    List<DynamicTest> freshFlash_readsErased() {
        return inRamAndInAFile(
                FlashGeometry.uniform(256, 3, 8),
                flash -> assertThat(flash.read(0, 768)).isEqualTo(filled(768, 0xff)));
    }

    @TestFactory
    List<DynamicTest> unit_programmedOnce_readsBack() {
        return inRamAndInAFile(FlashGeometry.uniform(256, 3, 8), flash -> {
            flash.program(264, filled(16, 0x5a));

            assertThat(flash.read(256, 32).hex()).isEqualTo("ff".repeat(8) + "5a".repeat(16) + "ff".repeat(8));
        });
    }

    @TestFactory
    List<DynamicTest> unit_programmedTwice_isRefusedEvenWhereTheBitsWouldAllowIt() {
        return inRamAndInAFile(FlashGeometry.uniform(256, 3, 8), flash -> {
            flash.program(8, filled(8, 0xff));

            assertThatThrownBy(() -> flash.program(0, filled(16, 0xff)))
                    .isInstanceOf(FlashMisuse.class)
                    .hasMessageContaining("second program of the unit at 8");
        });
    }

    @TestFactory
    List<DynamicTest> sector_erased_canBeProgrammedAgainAndItsNeighboursAreUntouched() {
        return inRamAndInAFile(FlashGeometry.uniform(256, 3, 8), flash -> {
            flash.program(248, filled(8, 1));
            flash.program(256, filled(8, 2));
            flash.program(512, filled(8, 3));

            flash.erase(1);
            flash.program(256, filled(8, 4));

            assertThat(flash.read(248, 16).hex()).isEqualTo("01".repeat(8) + "04".repeat(8));
            assertThat(flash.read(512, 8)).isEqualTo(filled(8, 3));
            assertThat(flash.eraseCount(1)).isEqualTo(1);
            assertThat(flash.eraseCount(0)).isZero();
            assertThat(flash.operations().writes()).isEqualTo(5);
        });
    }

    @TestFactory
    List<DynamicTest> everyProgramUnit_isTheGrainOfWriting() {
        return List.of(1, 2, 4, 8, 16, 32).stream()
                .flatMap(unit -> inRamAndInAFile(FlashGeometry.uniform(256, 2, unit), flash -> {
                            flash.program(unit, filled(unit, 0));
                            if (unit > 1) {
                                assertThatThrownBy(() -> flash.program(2L * unit + 1, filled(unit, 0)))
                                        .isInstanceOf(FlashMisuse.class);
                                assertThatThrownBy(() -> flash.program(2L * unit, filled(unit - 1, 0)))
                                        .isInstanceOf(FlashMisuse.class);
                            }
                            assertThatThrownBy(() -> flash.program(256 - unit, filled(2 * unit, 0)))
                                    .hasMessageContaining("crosses");
                            assertThatThrownBy(() -> flash.program(512, filled(unit, 0)))
                                    .isInstanceOf(FlashMisuse.class);
                            assertThatThrownBy(() -> flash.read(510, 3)).isInstanceOf(FlashMisuse.class);
                        })
                        .stream())
                .toList();
    }

    @Test
    void geometry_outOfShape_isRefused() {
        assertThatThrownBy(() -> FlashGeometry.uniform(256, 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FlashGeometry.uniform(256, 1, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FlashGeometry.uniform(100, 1, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FlashGeometry.uniform(256, 0, 8)).isInstanceOf(IllegalArgumentException.class);
    }
}
