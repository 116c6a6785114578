package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.BootOutcome;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.cli.ReleaseCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** R55, R56: what {@code release --manufacturing} writes is a device that boots the given applications. */
class ManufacturingImageTest {
    @TempDir
    Path directory;

    private DeviceFixture fixture;
    private Path factory;

    @BeforeEach
    void release() throws IOException {
        fixture = new DeviceFixture(directory);
        factory = directory.resolve("factory.img");
        Path first = Files.write(
                directory.resolve("first.bin"), DeviceFixture.image(1).toArray());
        Path second = Files.write(
                directory.resolve("second.bin"), DeviceFixture.image(2).toArray());
        Path boot = Files.write(directory.resolve("boot.bin"), new byte[] {1, 2, 3});
        int status = new CommandLine(new ReleaseCommand())
                .execute(
                        "--keys",
                        fixture.keysDirectory().toString(),
                        "--image",
                        first + "@0",
                        "--image",
                        second + "@0x8000",
                        "--version",
                        "1.0.0",
                        "--sequence",
                        "1",
                        "--bootloader",
                        boot.toString(),
                        "--manufacturing",
                        factory.toString(),
                        "--out",
                        directory.resolve("update.suit").toString());
        assertThat(status).isZero();
    }

    @Test
    void device_madeOfAManufacturingImage_runsItsApplications() throws IOException {
        DeviceFixture.Said said = fixture.device("--manufacturing-image", factory.toString(), "--boot-only");

        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out()).contains("booted version 1.0.0");
        byte[] both = new byte[0x8000 + DeviceFixture.IMAGE_BYTES];
        java.util.Arrays.fill(both, (byte) 0xff);
        DeviceFixture.image(1).copyInto(both, 0);
        DeviceFixture.image(2).copyInto(both, 0x8000);
        try (DeviceStorage storage = DeviceStorage.open(fixture.data(), DeviceStorage.Options.withoutFaults())) {
            BootOutcome outcome = new BootRom(storage.platform()).boot(ResetReason.POWER);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            BootOutcome.Started.class,
                            started -> assertThat(started.image().imageDigest())
                                    .isEqualTo(DigestAlgorithm.SHA_256.digest(Bytes.wrap(both))));
        }
        assertThat(fixture.data().resolve("bootloader.bin")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void device_madeOfADamagedManufacturingImage_isNotMade() throws IOException {
        byte[] octets = Files.readAllBytes(factory);
        octets[octets.length - 4096 - 5000] ^= 1;
        Files.write(factory, octets);

        DeviceFixture.Said said = fixture.device("--manufacturing-image", factory.toString(), "--boot-only");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("factory.img is no manufacturing image");
        assertThat(DeviceStorage.exists(fixture.data())).isFalse();
    }

    @Test
    void device_withAManufacturingImageAndOtherParts_isMisuse() {
        DeviceFixture.Said said =
                fixture.device("--manufacturing-image", factory.toString(), "--provision", "KEYS", "--boot-only");

        assertThat(said.status()).isEqualTo(2);
    }
}
