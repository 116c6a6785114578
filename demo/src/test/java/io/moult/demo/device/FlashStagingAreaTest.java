package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.bytes.Bytes;
import io.moult.client.install.StagingArea;
import io.moult.client.install.StagingAreaContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The port over the emulated flash does what every staging area must do. */
class FlashStagingAreaTest extends StagingAreaContract {
    @TempDir
    Path directory;

    private @Nullable DeviceFixture fixture;
    private @Nullable DeviceStorage storage;

    @Override
    protected StagingArea fresh() throws IOException {
        DeviceFixture made = new DeviceFixture(directory);
        made.manufacture();
        DeviceStorage opened = DeviceStorage.open(made.data(), DeviceStorage.Options.withoutFaults());
        fixture = made;
        storage = opened;
        BootOutcome outcome = new BootRom(opened.platform()).boot(ResetReason.POWER);
        return new FlashStagingArea(
                new ApplicationServices(opened.platform(), (BootOutcome.Started) outcome, () -> {}), octets -> {});
    }

    @Override
    protected Bytes envelope(int imageBytes) throws IOException {
        Bytes image = Bytes.wrap(new byte[imageBytes]);
        return DeviceFixture.stripped(Objects.requireNonNull(fixture).release("of-" + imageBytes, image, "2.0.0", 2));
    }

    @AfterEach
    void close() throws IOException {
        if (storage != null) {
            storage.close();
        }
    }
}
