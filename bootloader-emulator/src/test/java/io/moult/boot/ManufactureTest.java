package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FlashFileException;
import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R1, R14, R33, R34: how identifiers, certificate and first image come into a device, over its real files. */
class ManufactureTest {
    private static final OptionalLong SLOT = OptionalLong.of(16 * 1024);

    @TempDir
    Path dir;

    private Releases author;
    private Releases.Signed first;
    private Path device;

    @BeforeEach
    void author() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, Releases.image(9000, 1));
        device = dir.resolve("device");
    }

    private void provision() throws IOException {
        Manufacture.provision(
                device,
                author.keys().vendorId(),
                author.keys().classId(),
                author.keys().certificateDer(),
                SLOT);
    }

    private void flash(Releases.Signed release) throws IOException {
        Manufacture.flashFirstImage(
                device,
                release.envelope(),
                new ByteArrayInputStream(release.image().toArray()),
                SLOT);
    }

    private BootOutcome boot() throws IOException {
        try (DeviceStorage storage = DeviceStorage.open(device, DeviceStorage.Options.withoutFaults())) {
            return new BootRom(storage.platform()).boot(ResetReason.POWER);
        }
    }

    @Test
    void factory_provisionsAndFlashes_andTheDeviceBoots() throws IOException {
        assertThat(Manufacture.hasFirmware(device)).isFalse();
        provision();
        assertThat(Manufacture.hasFirmware(device)).isFalse();
        flash(first);

        BootOutcome outcome = boot();

        assertThat(outcome.report().version()).isEqualTo("1.0.0");
        assertThat(outcome.report().detail()).isEmpty();
        assertThat(Manufacture.hasFirmware(device)).isTrue();
    }

    @Test
    void provisioning_again_isHarmlessWithTheSameValuesAndRefusedWithOthers() throws IOException {
        provision();
        provision();

        assertThatThrownBy(() -> Manufacture.provision(
                        device,
                        author.keys().vendorId(),
                        new UUID(1, 1),
                        author.keys().certificateDer(),
                        SLOT))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("provisioned already");
    }

    @Test
    void certificate_thatIsNone_isNotBurntIn() throws IOException {
        assertThatThrownBy(() -> Manufacture.provision(
                        device, author.keys().vendorId(), author.keys().classId(), Bytes.ofHex("3000"), SLOT))
                .isInstanceOf(ManufactureException.class);

        provision();
    }

    @Test
    void firstImage_bringsTheProvisioningOfABlankDevice() throws IOException {
        Bytes block = TestDevice.owner(author).asImageTrailer();
        byte[] image = new byte[5000 + block.length()];
        Releases.image(5000, 2).copyInto(image, 0);
        block.copyInto(image, 5000);
        flash(author.release("1.0.0", 1, Bytes.wrap(image)));

        assertThat(DeviceStatus.read(device))
                .containsEntry("provisioned", true)
                .containsEntry("vendorId", author.keys().vendorId().toString())
                .containsEntry("classId", author.keys().classId().toString());
        assertThat(boot().report().detail()).isEmpty();
    }

    @Test
    void firstImage_thatItsOwnProvisioningDoesNotBelieve_burnsNothingIn() throws IOException {
        Releases stranger = new Releases(dir, "example.org", "sensor");
        Bytes block = TestDevice.owner(stranger).asImageTrailer();

        assertThatThrownBy(() -> flash(author.release("1.0.0", 1, block)))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("unknown-signer");

        assertThat(DeviceStatus.read(device)).containsEntry("provisioned", false);
    }

    @Test
    void firstImage_onAProvisionedDevice_bringsNothing() throws IOException {
        provision();
        Releases stranger = new Releases(dir, "example.org", "sensor");
        Bytes block = TestDevice.owner(stranger).asImageTrailer();
        flash(author.release("1.0.0", 1, block));

        assertThat(DeviceStatus.read(device))
                .containsEntry("vendorId", author.keys().vendorId().toString());
    }

    @Test
    void firstImage_withoutProvisioning_bootsAndSaysThatNobodyVouchesForIt() throws IOException {
        flash(first);

        BootOutcome outcome = boot();

        assertThat(outcome.report().version()).isEqualTo("1.0.0");
        assertThat(outcome.report().detail()).contains("not provisioned");
        provision();
        assertThat(boot().report().detail()).isEmpty();
    }

    @Test
    void deviceThatIsNotProvisioned_installsNoUpdate() throws IOException {
        flash(first);
        Releases.Signed second = author.release("2.0.0", 2, Releases.image(4000, 3));
        try (DeviceStorage storage = DeviceStorage.open(device, DeviceStorage.Options.withoutFaults())) {
            BootOutcome.Started started = (BootOutcome.Started) new BootRom(storage.platform()).boot(ResetReason.POWER);
            ApplicationServices application = new ApplicationServices(storage.platform(), started, () -> {});
            assertThat(application.provisioning()).isEmpty();
            TestDevice.stage(application, second, 1024);
        }

        BootOutcome outcome = boot();

        assertThat(outcome.report().version()).isEqualTo("1.0.0");
        assertThat(outcome.report().detail()).startsWith("not-provisioned");
    }

    @Test
    void secondFirstImage_isRefused() throws IOException {
        provision();
        flash(first);

        assertThatThrownBy(() -> flash(first))
                .isInstanceOf(ManufactureException.class)
                .hasMessageContaining("firmware already");
    }

    @Test
    void firstImage_thatDoesNotFitItsManifestOrTheSlot_isRefusedAndCanBeRepeated() throws IOException {
        provision();
        Releases.Signed big = author.release("1.0.0", 1, Releases.image(16 * 1024 + 1, 1));

        assertThatThrownBy(() -> flash(big)).hasMessageContaining("a slot holds 16384 B");
        assertThatThrownBy(() -> flash(new Releases.Signed(
                        "1.0.0", first.envelope(), first.image().slice(0, 8999))))
                .hasMessageContaining("ends after");
        assertThatThrownBy(() -> flash(new Releases.Signed("1.0.0", first.envelope(), Releases.image(9001, 1))))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> flash(new Releases.Signed("1.0.0", first.envelope(), Releases.image(9000, 2))))
                .hasMessageContaining("image-digest");
        assertThatThrownBy(() -> flash(new Releases.Signed("1.0.0", Bytes.ofHex("a0"), first.image())))
                .hasMessageContaining("cannot be read");

        flash(first);
        assertThat(boot().report().version()).isEqualTo("1.0.0");
    }

    @Test
    void secondDevice_onTheSameFiles_isRefused() throws IOException {
        provision();
        try (DeviceStorage storage = DeviceStorage.open(device, DeviceStorage.Options.withoutFaults())) {
            assertThat(storage.topology().components().get(0).slotBytes()).isEqualTo(16 * 1024);
            assertThatThrownBy(() -> DeviceStorage.open(device, DeviceStorage.Options.withoutFaults()))
                    .isInstanceOf(FlashFileException.class)
                    .hasMessageContaining("in use");
        }
        DeviceStorage.open(device, DeviceStorage.Options.withoutFaults()).close();
    }

    @Test
    void slotSize_isReadFromTheDeviceAndCannotBeChanged() throws IOException {
        provision();

        DeviceStorage.createIfAbsent(device, OptionalLong.empty());
        assertThatThrownBy(() -> DeviceStorage.createIfAbsent(device, OptionalLong.of(8192)))
                .isInstanceOf(FlashFileException.class)
                .hasMessageContaining("has slots of 16384 B");
    }

    @Test
    void filesOfTwoDevices_areNotTakenForOne() throws IOException {
        provision();
        Path other = dir.resolve("other");
        DeviceStorage.createIfAbsent(other, OptionalLong.of(8192));
        Files.copy(other.resolve("otp.bin"), device.resolve("otp.bin"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> DeviceStorage.open(device, DeviceStorage.Options.withoutFaults()))
                .isInstanceOf(FlashFileException.class)
                .hasMessageContaining("not of the same device");
        Files.delete(device.resolve("otp.bin"));
        assertThatThrownBy(() -> DeviceStorage.open(device, DeviceStorage.Options.withoutFaults()))
                .hasMessageContaining("is missing");
    }

    @Test
    void halfMadeDevice_isCompleted() throws IOException {
        provision();
        Files.delete(device.resolve("flash.bin"));

        DeviceStorage.createIfAbsent(device, OptionalLong.empty());

        flash(first);
        assertThat(boot().report().version()).isEqualTo("1.0.0");
    }
}
