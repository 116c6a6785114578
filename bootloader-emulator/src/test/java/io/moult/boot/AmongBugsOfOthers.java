package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Layouts;
import io.moult.bytes.Bytes;
import java.io.IOException;

/** What the tests named after bugs of others have in common, on a device with one image. */
abstract class AmongBugsOfOthers extends OnASettledDevice {
    static final ComponentPlace MAIN = Layouts.main(LAYOUT);

    static TestDevice tried(Releases.Signed release) throws IOException {
        TestDevice device = settled.copy();
        device.stage(release, 1000);
        assertThat(device.start(ResetReason.REQUEST).trial()).isTrue();
        return device;
    }

    static TestDevice pending(TestDevice from, Releases.Signed release) throws IOException {
        TestDevice device = from.copy();
        device.stage(release, 1000);
        return device;
    }

    static void rot(TestDevice device, int sector) throws IOException {
        device.flash.rot(8 * LAYOUT.geometry().offsetOfSector(sector) + 77);
    }

    static void overwrite(TestDevice device, int firstSector, Bytes image) throws IOException {
        FlashGeometry geometry = LAYOUT.geometry();
        for (int at = 0; at < image.length(); at += 1024) {
            int sector = firstSector + at / 1024;
            byte[] octets = new byte[1024];
            image.slice(at, Math.min(at + 1024, image.length())).copyInto(octets, 0);
            device.flash.erase(sector);
            device.flash.program(geometry.offsetOfSector(sector), Bytes.wrap(octets));
        }
    }

    /** At once; and after a boot that may put the journal in order, without another write. */
    static void runsFirstForGood(TestDevice device) throws IOException {
        for (int boot = 0; boot < 2; boot++) {
            BootOutcome.Started started = device.start(ResetReason.POWER);
            device.assertRuns(started, first);
            assertThat(started.trial()).isFalse();
        }
        long writes = device.writes();
        device.assertRuns(device.start(ResetReason.POWER), first);
        assertThat(device.writes()).as("a settled boot writes nothing").isEqualTo(writes);
    }
}
