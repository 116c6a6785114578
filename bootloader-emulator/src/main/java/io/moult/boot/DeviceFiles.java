package io.moult.boot;

import java.nio.file.Path;

/** The two files of an emulated device: its flash and its one-time-programmable memory. They belong together. */
public record DeviceFiles(Path flash, Path otp) {
    /** {@code flash.bin} and {@code otp.bin} in a device's directory. */
    public static DeviceFiles in(Path dir) {
        return new DeviceFiles(dir.resolve("flash.bin"), dir.resolve("otp.bin"));
    }

    /** A flash file anywhere, and {@code otp.bin} beside it. */
    public static DeviceFiles ofFlash(Path flash) {
        return new DeviceFiles(flash, flash.resolveSibling("otp.bin"));
    }

    /** Where a manufacturing image's bootloader goes: {@code bootloader.bin} beside the flash. */
    public Path bootloader() {
        return flash.resolveSibling("bootloader.bin");
    }
}
