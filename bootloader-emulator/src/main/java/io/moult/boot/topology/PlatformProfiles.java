package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flash of microcontrollers in the field, by name, as their data sheets have it (R19). */
public final class PlatformProfiles {
    private static final int KIB = 1024;
    private static final int SPI_NOR_ENDURANCE = 100_000;

    private PlatformProfiles() {}

    /** All of them. */
    public static Map<String, FlashGeometry> all() {
        Map<String, FlashGeometry> all = new LinkedHashMap<>();
        all.put("nrf52840", parts(internal(4 * KIB, 256, 4, 0xff, 10_000)));
        all.put(
                "stm32f407",
                parts(
                        internal(16 * KIB, 4, 4, 0xff, 10_000),
                        internal(64 * KIB, 1, 4, 0xff, 10_000),
                        internal(128 * KIB, 7, 4, 0xff, 10_000)));
        all.put("stm32l475", parts(internal(2 * KIB, 512, 8, 0xff, 10_000)));
        all.put("stm32h743", parts(internal(128 * KIB, 16, 32, 0xff, 10_000)));
        all.put("stm32l073", parts(internal(128, 1536, 4, 0x00, 10_000)));
        all.put("k64f", parts(internal(4 * KIB, 256, 8, 0xff, 10_000)));
        all.put(
                "nrf52840-spi-nor",
                parts(
                        internal(4 * KIB, 256, 4, 0xff, 10_000),
                        new FlashRegion("external", 64 * KIB, 128, 1, 0xff, SPI_NOR_ENDURANCE)));
        return all;
    }

    /** IllegalArgumentException with a sentence for an unknown name. */
    public static FlashGeometry of(String name) {
        FlashGeometry geometry = all().get(name);
        if (geometry == null) {
            throw new IllegalArgumentException(
                    "there is no platform profile \"" + name + "\": say one of " + String.join(", ", all().keySet()));
        }
        return geometry;
    }

    private static FlashGeometry parts(FlashRegion... regions) {
        return new FlashGeometry(List.of(regions));
    }

    private static FlashRegion internal(int sectorBytes, int sectors, int unitBytes, int erased, int endurance) {
        return new FlashRegion("internal", sectorBytes, sectors, unitBytes, erased, endurance);
    }
}
