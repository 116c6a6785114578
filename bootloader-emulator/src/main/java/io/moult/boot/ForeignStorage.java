package io.moult.boot;

import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Recognises a file system where candidates are staged: a client for another kind of bootloader has been at work (R36). */
final class ForeignStorage {
    private static final int BOOT_SECTOR_BYTES = 512;
    private static final int FAT_16_NAME_AT = 54;
    private static final int FAT_32_NAME_AT = 82;
    private static final Bytes FAT = Bytes.copyOf("FAT".getBytes(StandardCharsets.US_ASCII));

    private ForeignStorage() {}

    /** One clause for the boot report; empty if there is nothing foreign. */
    static Optional<String> found(BootPlatform platform) throws IOException {
        for (ComponentPlace place : platform.topology().components()) {
            SectorRange secondary = place.secondary();
            long size = platform.topology().bytesOf(secondary);
            if (size >= BOOT_SECTOR_BYTES
                    && isFat(platform.flash().read(platform.topology().offsetOf(secondary), BOOT_SECTOR_BYTES))) {
                return Optional.of("the staging place of " + place.id()
                        + " holds a FAT file system: this bootloader reads " + StorageFormat.BLOCKS
                        + ", which has none; stage with a client that was built for it");
            }
        }
        return Optional.empty();
    }

    private static boolean isFat(Bytes sector) {
        boolean signed = sector.at(510) == 0x55 && sector.at(511) == 0xaa;
        return signed && (isFatAt(sector, FAT_16_NAME_AT) || isFatAt(sector, FAT_32_NAME_AT));
    }

    private static boolean isFatAt(Bytes sector, int offset) {
        return sector.slice(offset, offset + FAT.length()).equals(FAT);
    }
}
