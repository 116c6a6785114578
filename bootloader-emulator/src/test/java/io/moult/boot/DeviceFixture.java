package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.topology.Layouts;
import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A device in real files, in the states that an onlooker may find it in. */
public final class DeviceFixture {
    private static final OptionalLong SLOT = OptionalLong.of(16 * 1024);

    private final Path dir;
    private final Releases author;
    private final Releases.Signed first;
    private final Releases.Signed second;

    public DeviceFixture(Path parent) throws IOException {
        this.dir = parent.resolve("device");
        this.author = new Releases(parent, "example.com", "sensor");
        this.first = author.release("1.0.0", 1, Releases.image(9000, 1));
        this.second = author.release("2.0.0", 2, Releases.image(10000, 2));
    }

    /** Looks at the device from outside. */
    public interface Look {
        void at() throws IOException;
    }

    public Path dir() {
        return dir;
    }

    public String vendorId() {
        return author.keys().vendorId().toString();
    }

    public String classId() {
        return author.keys().classId().toString();
    }

    public String firstImageSha256() {
        return SetVerifier.sha256(first.image()).hex();
    }

    public void blank() throws IOException {
        DeviceStorage.createIfAbsent(dir, SLOT);
    }

    public void manufactured() throws IOException {
        Manufacture.provision(
                dir,
                author.keys().vendorId(),
                author.keys().classId(),
                author.keys().certificateDer(),
                SLOT);
        blankWithFirstImage();
    }

    /** A first image in a device that knows nobody. */
    public void blankWithFirstImage() throws IOException {
        Manufacture.flashFirstImage(
                dir, first.envelope(), new ByteArrayInputStream(first.image().toArray()), SLOT);
    }

    /** Stages the second release; shows the device in the middle of it and when its trial has been asked for. */
    public void whileRunning(Look halfStaged, Look pending) throws IOException {
        try (DeviceStorage storage = DeviceStorage.open(dir, DeviceStorage.Options.withoutFaults())) {
            BootOutcome.Started started = (BootOutcome.Started) new BootRom(storage.platform()).boot(ResetReason.POWER);
            ApplicationServices application = new ApplicationServices(storage.platform(), started, () -> {});
            Bytes image = second.image();
            application.begin(second.envelope());
            application.write(0, image.slice(0, 5000));
            halfStaged.at();
            application.write(5000, image.slice(5000, image.length()));
            application.requestTrialBoot(image.length());
            pending.at();
        }
    }

    public void cutInMidSwap() throws IOException {
        FaultPlan plan = FaultPlan.cutAfter(14);
        try (DeviceStorage storage = DeviceStorage.open(dir, new DeviceStorage.Options(false, plan))) {
            BootRom rom = new BootRom(storage.platform());
            assertThatThrownBy(() -> rom.boot(ResetReason.REQUEST)).isInstanceOf(PowerCut.class);
        }
        assertThat(plan.fired()).isTrue();
    }

    public void boot() throws IOException {
        try (DeviceStorage storage = DeviceStorage.open(dir, DeviceStorage.Options.withoutFaults())) {
            new BootRom(storage.platform()).boot(ResetReason.POWER);
        }
    }

    public void rotRunningImage() throws IOException {
        long offset;
        try (DeviceStorage storage = DeviceStorage.openReadOnly(dir)) {
            offset = 4096
                    + storage.topology()
                            .offsetOf(Layouts.main(storage.topology()).primary())
                    + 1234;
        }
        try (RandomAccessFile file =
                new RandomAccessFile(DeviceStorage.flashFile(dir).toFile(), "rw")) {
            file.seek(offset);
            int octet = file.read();
            file.seek(offset);
            file.write(octet ^ 1);
        }
    }
}
