package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FlashFileException;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** R18, R36: client, bootloader and flash must mean the same by storage; who finds another kind says so and writes nothing. */
class StorageFormatTest extends OnASettledDevice {
    private static void plantFat(TestDevice device, int nameAt, String name) throws IOException {
        SectorRange secondary = Layouts.main(LAYOUT).secondary();
        byte[] sector = new byte[1024];
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, sector, nameAt, letters.length);
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        device.flash.erase(secondary.first());
        device.flash.program(LAYOUT.offsetOf(secondary), Bytes.wrap(sector));
    }

    @Test
    void clientOfTheSameFormat_isWelcome() throws IOException {
        ApplicationServices application =
                settled.copy().application(settled.copy().start(ResetReason.POWER));

        application.requireStorageFormat(new StorageFormat("blocks", 1));

        assertThat(application.storageFormat()).isEqualTo(StorageFormat.BLOCKS);
    }

    @Test
    void clientOfAnotherFormat_isRefusedInWords() throws IOException {
        ApplicationServices application =
                settled.copy().application(settled.copy().start(ResetReason.POWER));

        for (StorageFormat other : new StorageFormat[] {new StorageFormat("fat", 1), new StorageFormat("blocks", 2)}) {
            assertThatThrownBy(() -> application.requireStorageFormat(other))
                    .isInstanceOf(StorageFormatException.class)
                    .hasMessageContaining("stages in the storage format " + other + "; the bootloader reads blocks/1");
        }
    }

    @Test
    void fileSystemWhereACandidateShouldBe_isReportedAndWhatRunsRuns() throws IOException {
        for (String name : new String[] {"FAT12   ", "FAT16   "}) {
            TestDevice device = settled.copy();
            plantFat(device, 54, name);

            BootOutcome.Started started = device.start(ResetReason.POWER);

            device.assertRuns(started, first);
            assertThat(started.report().event()).isEqualTo(Event.NORMAL);
            assertThat(started.report().detail())
                    .contains("holds a FAT file system")
                    .contains("blocks/1");
        }
        TestDevice device = settled.copy();
        plantFat(device, 82, "FAT32   ");
        assertThat(device.start(ResetReason.POWER).report().detail()).contains("FAT");
    }

    /** The way out: a client for this bootloader stages, and the file system is gone. */
    @Test
    void fileSystem_givesWayToACandidate() throws IOException {
        TestDevice device = settled.copy();
        plantFat(device, 54, "FAT16   ");

        device.stage(second, 1000);

        BootOutcome.Started trial = device.start(ResetReason.REQUEST);
        device.assertRuns(trial, second);
        assertThat(trial.report().detail()).isEmpty();
    }

    @Test
    void deviceWithoutFirmware_saysWhatItFoundInstead() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);
        plantFat(device, 54, "FAT16   ");

        BootOutcome outcome = device.boot(ResetReason.POWER);

        assertThat(outcome.report().detail()).contains("holds no firmware").contains("FAT file system");
    }

    @Test
    void flashOfAnotherLayoutThanTheDevices_isRefusedWithBoth() throws IOException {
        Path one = dir.resolve("one");
        Path other = dir.resolve("other");
        DeviceStorage.createIfAbsent(one, OptionalLong.of(16384));
        DeviceStorage.createIfAbsent(other, OptionalLong.of(8192));
        Files.copy(other.resolve("flash.bin"), one.resolve("flash.bin"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> DeviceStorage.open(one, DeviceStorage.Options.withoutFaults()))
                .isInstanceOf(FlashFileException.class)
                .hasMessageContaining("not of the same device")
                .hasMessageContaining("slots of 8192 B")
                .hasMessageContaining("slots of 16384 B");
    }
}
