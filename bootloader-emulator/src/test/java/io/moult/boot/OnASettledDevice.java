package io.moult.boot;

import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the boot ROM begin with: a device that runs a first release, and a second one for it. */
abstract class OnASettledDevice {
    static final Topology LAYOUT = Layouts.offset(1024, 8, 1, 4);

    @TempDir
    static Path dir;

    static Releases author;
    static Releases.Signed first;
    static Releases.Signed second;
    static TestDevice settled;

    @BeforeAll
    static void manufacture() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, Releases.image(3000, 1));
        second = author.release("2.0.0", 2, Releases.image(2001, 2));
        settled = TestDevice.manufactured(LAYOUT, author, first);
    }

    static TestDevice updatedTo(Releases.Signed release) throws IOException {
        TestDevice device = settled.copy();
        device.stage(release, 1000);
        device.application(device.start(ResetReason.REQUEST)).confirm();
        return device;
    }
}
