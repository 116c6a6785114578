package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.DeviceStorage;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCommandTest {
    @TempDir
    Path directory;

    private DeviceFixture fixture;

    @BeforeEach
    void makeKeys() throws IOException {
        fixture = new DeviceFixture(directory);
    }

    /** R14, R34: identifiers and certificate are put in at manufacture. */
    @Test
    void device_provisionedAtManufacture_bootsItsFirstImage() throws IOException {
        Path first = fixture.release("first", DeviceFixture.image(1), "1.0.0", 1);

        DeviceFixture.Said said = fixture.device(
                "--provision", fixture.keysDirectory().toString(), "--first-image", first.toString(), "--boot-only");

        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("booted version 1.0.0")
                .contains("self-test")
                .contains("switched off");
    }

    /** A wrong key or a too small slot at manufacture costs nothing: the same device can be made again. */
    @Test
    void device_whoseFirstImageIsRefused_canBeMadeAgain() throws IOException {
        Path first = fixture.release("first", DeviceFixture.image(1), "1.0.0", 1);
        String keys = fixture.keysDirectory().toString();

        DeviceFixture.Said refused = fixture.device(
                "--provision", keys, "--first-image", first.toString(), "--slot-size", "4096", "--boot-only");
        DeviceFixture.Said made = fixture.device("--provision", keys, "--first-image", first.toString(), "--boot-only");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("a slot holds");
        assertThat(made.status()).as(made.err()).isZero();
    }

    @Test
    void device_overCoapsWithoutAKey_saysWhichOptionIsMissing() {
        DeviceFixture.Said said = fixture.device("--endpoint", "s1", "--server", "coaps://127.0.0.1:5684");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).contains("give --key").contains("--identity");
    }

    /** R14, R33: a blank device takes identifiers and certificate from the end of its first image. */
    @Test
    void device_blankWithAnImageThatBringsTheProvisioning_isProvisionedByIt() throws IOException {
        KeySet keys = KeySet.read(fixture.keysDirectory());
        Bytes trailer =
                new Provisioning(keys.vendorId(), keys.classId(), List.of(keys.certificateDer())).asImageTrailer();
        byte[] image = new byte[DeviceFixture.IMAGE_BYTES + trailer.length()];
        DeviceFixture.image(1).copyInto(image, 0);
        trailer.copyInto(image, DeviceFixture.IMAGE_BYTES);
        Path first = fixture.release("first", Bytes.wrap(image), "1.0.0", 1);

        DeviceFixture.Said said = fixture.device("--first-image", first.toString(), "--boot-only");

        assertThat(said.status()).as(said.err()).isZero();
        try (DeviceStorage storage = DeviceStorage.openReadOnly(fixture.data())) {
            assertThat(storage.platform().otp().provisioning().orElseThrow().classId())
                    .isEqualTo(keys.classId());
        }
    }

    /** R1: without identifiers and certificate a device runs what the factory put in, and takes no updates. */
    @Test
    void device_blankWithoutProvisioning_bootsAndStaysBlank() throws IOException {
        Path first = fixture.release("first", DeviceFixture.image(1), "1.0.0", 1);

        DeviceFixture.Said said = fixture.device("--first-image", first.toString(), "--boot-only");

        assertThat(said.status()).isZero();
        assertThat(said.out()).containsPattern("booted version 1\\.0\\.0 \\(.*nobody vouches for it\\)");
        try (DeviceStorage storage = DeviceStorage.openReadOnly(fixture.data())) {
            assertThat(storage.platform().otp().provisioning()).isEmpty();
        }
    }

    /** Whom a device believes is burnt in; from then on a signed change of trust is the only way. */
    @Test
    void device_withAnotherPolicyThanItWasMadeWith_doesNotStart() throws IOException {
        fixture.manufacture();
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"),
                "authorities:\n  - key: " + fixture.keysDirectory() + "\n    roles: [author]\n");

        DeviceFixture.Said said = fixture.device(
                "--boot-only", "--provision", fixture.keysDirectory().toString(), "--policy", policy.toString());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("a signed change of trust");
    }

    @Test
    void device_policyWithoutProvisioning_isMisuse() throws IOException {
        fixture.manufacture();

        DeviceFixture.Said said = fixture.device("--boot-only", "--policy", "policy.yaml");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).contains("say --provision KEYS too");
    }

    @Test
    void device_withAPolicyThatIsNone_saysWhere() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "authorities: []\n");

        DeviceFixture.Said said = fixture.device(
                "--boot-only", "--provision", fixture.keysDirectory().toString(), "--policy", policy.toString());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("policy.yaml: ").contains("lets nothing through");
    }

    @Test
    void device_thatWasNeverMade_saysHowToMakeOne() {
        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("there is no device in").contains("--provision KEYS");
    }

    @Test
    void device_secondOnTheSameDirectory_isRefusedInOneSentence() throws IOException {
        fixture.manufacture();
        try (DeviceLock lock = DeviceLock.take(fixture.data())) {
            DeviceFixture.Said said = fixture.device("--boot-only");

            assertThat(lock).isNotNull();
            assertThat(said.status()).isEqualTo(1);
            assertThat(said.err()).contains("another device runs on");
        }
    }

    @Test
    void device_flashThatIsAnotherFile_isRefusedInOneSentence() throws IOException {
        Files.createDirectories(fixture.data());
        Files.writeString(DeviceStorage.flashFile(fixture.data()), "not a flash");
        Files.writeString(DeviceStorage.otpFile(fixture.data()), "not a flash");

        DeviceFixture.Said said = fixture.device("--boot-only");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err().strip())
                .contains("is not a flash of an emulated device")
                .hasLineCount(1);
    }

    @Test
    void device_withoutAServer_isMisuse() throws IOException {
        fixture.manufacture();

        DeviceFixture.Said said = fixture.device("--endpoint", "x");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).contains("--server");
    }

    @Test
    void device_keyThatIsNoHex_isMisuse() {
        assertThat(fixture.device("--key", "xyz").status()).isEqualTo(2);
    }

    @Test
    void device_powerCutThatCannotBeRead_isMisuse() {
        DeviceFixture.Said said = fixture.device("--boot-only", "--cut-power", "soon");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).contains("\"soon\" is no power cut");
    }

    @Test
    void device_askedForJson_printsOneObjectPerEvent() throws IOException {
        fixture.manufacture();

        DeviceFixture.Said said = fixture.device("--boot-only", "--json");

        assertThat(said.out().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        assertThat(said.out()).contains("\"event\":\"booted\"").contains("\"version\":\"1.0.0\"");
    }
}
