package io.moult.demo.bench.moult;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootPlatform;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.client.ClientSettings;
import io.moult.client.lwm2m.MoultClient;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressJournal;
import io.moult.cose.TrustStore;
import io.moult.demo.bench.child.RunConfig;
import io.moult.demo.device.FlashBootControl;
import io.moult.demo.device.FlashStagingArea;
import io.moult.suit.author.KeySet;
import io.moult.suit.manifest.Digest;
import io.moult.updateobject.State;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** One device: booted from its flash file by its bootloader, with the client as it is delivered. */
final class MoultDevice {

    private static final int READ_BYTES = 4096;

    private final ApplicationServices services;
    private final MoultClient client;

    private MoultDevice(ApplicationServices services, MoultClient client) {
        this.services = services;
        this.client = client;
    }

    /** Boots the device in this directory and starts its client, which registers. */
    @SuppressWarnings("MustBeClosedChecker")
    static MoultDevice powerOn(Path directory, ClientSettings settings, KeySet keys) throws IOException {
        DeviceStorage storage = DeviceStorage.open(directory, DeviceStorage.Options.withoutFaults());
        BootPlatform platform = storage.platform();
        BootOutcome outcome = new BootRom(platform).boot(ResetReason.POWER);
        if (!(outcome instanceof BootOutcome.Started started)) {
            throw new IOException("the device does not boot: " + outcome.report());
        }
        ApplicationServices services = new ApplicationServices(platform, started, () -> {});
        MoultClient client = MoultClient.start(
                settings,
                new FlashStagingArea(services, reached -> {}),
                new FlashBootControl(services),
                ProgressJournal.open(directory.resolve("progress.journal")),
                TrustStore.of(keys.trustAnchor()),
                DeviceIdentity.of(keys.vendorId(), keys.classId(), 1));
        return new MoultDevice(services, client);
    }

    boolean registered() {
        return client.registered();
    }

    /** Whether this image is in the staging slot, whole, as the flash file is read, and its State is Downloaded. */
    boolean holds(RunConfig.Body body) throws IOException {
        if (client.view().state() != State.DOWNLOADED) {
            return false;
        }
        MessageDigest digest = Digest.newSha256();
        for (int at = 0; at < body.imageBytes(); at += READ_BYTES) {
            services.read(at, Math.min(READ_BYTES, body.imageBytes() - at)).updateDigest(digest);
        }
        return HexFormat.of().formatHex(digest.digest()).equals(body.imageSha256());
    }
}
