package io.moult.boot.cli;

import io.moult.boot.DeviceFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which device: its directory, or its two files wherever they are. */
final class DevicePlace {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The device's data directory: flash.bin and otp.bin in it.")
    private @Nullable Path data;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Raw raw;

    /** Two files. */
    static final class Raw {
        @Option(names = "--flash", required = true, paramLabel = "FILE", description = "The device's flash.")
        private @Nullable Path flash;

        @Option(
                names = "--otp",
                paramLabel = "FILE",
                description = "Its one-time-programmable memory (default: otp.bin beside the flash).")
        private @Nullable Path otp;
    }

    DeviceFiles files() {
        if (data != null) {
            return DeviceFiles.in(data);
        }
        if (raw == null || raw.flash == null) {
            throw new IllegalStateException("neither --data nor --flash");
        }
        DeviceFiles beside = DeviceFiles.ofFlash(raw.flash);
        return raw.otp == null ? beside : new DeviceFiles(raw.flash, raw.otp);
    }
}
