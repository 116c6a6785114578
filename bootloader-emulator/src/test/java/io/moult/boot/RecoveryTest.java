package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.recovery.RecoveryException;
import io.moult.boot.recovery.RecoveryUpdater;
import io.moult.boot.recovery.ReleaseStream;
import io.moult.boot.topology.Layouts;
import io.moult.cbor.CborWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The second-stage updater that takes a release over a line where nothing boots: R106, R108. It believes no more than
 * the bootloader does, and no power cut gets past it.
 */
class RecoveryTest extends OnASettledDevice {
    /** Nothing on it boots any more. */
    private static TestDevice broken() throws IOException {
        TestDevice device = settled.copy();
        rot(device, Layouts.main(LAYOUT).primary().first());
        return device;
    }

    private static void rot(TestDevice device, int sector) throws IOException {
        device.flash.rot(8 * LAYOUT.geometry().offsetOfSector(sector) + 77);
    }

    /** The release as an author makes it: the image in the envelope. */
    static byte[] line(Releases.Signed release) {
        byte[] stripped = release.envelope().toArray();
        assertThat(stripped[2] & 0xe0).as("a map of few entries").isEqualTo(0xa0);
        stripped[2]++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(stripped);
        line.writeBytes(
                new CborWriter().text("#image").bytes(release.image()).toBytes().toArray());
        return line.toByteArray();
    }

    private static void take(TestDevice device, byte[] line) throws IOException {
        take(device, new ByteArrayInputStream(line));
    }

    private static void take(TestDevice device, InputStream line) throws IOException {
        new RecoveryUpdater(device.platform()).take(ReleaseStream.read(line));
    }

    /** All that a device in recovery does. */
    private static BootOutcome recover(TestDevice device, Releases.Signed release) throws IOException {
        BootOutcome outcome = device.boot(ResetReason.POWER);
        if (outcome instanceof BootOutcome.Recovery) {
            take(device, line(release));
            outcome = device.boot(ResetReason.REQUEST);
        }
        return outcome;
    }

    private static void refused(TestDevice device, byte[] line, String name) throws IOException {
        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
        long writes = device.writes();

        assertThatThrownBy(() -> take(device, line))
                .isInstanceOfSatisfying(
                        RecoveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(name));

        assertThat(device.writes())
                .as("nothing is written for a release that is refused")
                .isEqualTo(writes);
        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    // ---- the way back

    @Test
    void deviceOnWhichNothingBoots_takesARelease_andTriesIt() throws IOException {
        TestDevice device = broken();

        BootOutcome outcome = recover(device, second);

        device.assertRuns((BootOutcome.Started) outcome, second);
        device.application((BootOutcome.Started) outcome).confirm();
        device.assertRuns(device.start(ResetReason.POWER), second);
    }

    @Test
    void sameReleaseAgain_mendsARottenImage() throws IOException {
        TestDevice device = broken();

        device.assertRuns((BootOutcome.Started) recover(device, first), first);
    }

    @Test
    void provisionedDeviceThatNeverHadFirmware_takesARelease() throws IOException {
        TestDevice device = TestDevice.blank(LAYOUT);
        Manufacture.provision(device.platform(), TestDevice.owner(author));

        device.assertRuns((BootOutcome.Started) recover(device, second), second);
    }

    @Test
    void lostJournalAndRottenImages_areNoHindrance() throws IOException {
        TestDevice device = updatedTo(second);
        rot(device, Layouts.main(LAYOUT).primary().first());
        rot(device, Layouts.main(LAYOUT).secondary().first());
        for (int sector = 0; sector < 2; sector++) {
            device.flash.erase(sector);
            device.flash.program(1024L * sector, Releases.image(1024, sector));
        }

        device.assertRuns((BootOutcome.Started) recover(device, second), second);
    }

    @Test
    void trialOfWhichBothImagesRot_isNoHindrance() throws IOException {
        TestDevice device = settled.copy();
        device.stage(second, 1000);
        device.start(ResetReason.REQUEST);
        rot(device, Layouts.main(LAYOUT).primary().first());
        rot(device, Layouts.main(LAYOUT).secondary().first());

        device.assertRuns((BootOutcome.Started) recover(device, second), second);
    }

    @Test
    void line_isReadUpToTheReleasesEndAndNoFurther() throws IOException {
        TestDevice device = broken();
        device.boot(ResetReason.POWER);
        InputStream endless = new InputStream() {
            private final InputStream release = new ByteArrayInputStream(line(second));

            @Override
            public int read() throws IOException {
                int octet = release.read();
                return octet < 0 ? waitForEver() : octet;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = release.read(target, offset, length);
                return read < 0 ? waitForEver() : read;
            }

            private int waitForEver() {
                throw new AssertionError("read on, where a line would keep us waiting");
            }
        };

        take(device, endless);

        device.assertRuns(device.start(ResetReason.REQUEST), second);
    }

    // ---- what is not taken

    @Test
    void releaseOfAStranger_isRefusedBeforeAnythingIsWritten() throws IOException {
        Releases stranger = new Releases(dir, "example.org", "stranger");

        refused(broken(), line(stranger.release("2.0.0", 2, Releases.image(2001, 2))), "unknown-signer");
    }

    @Test
    void turnedBitInTheManifest_isRefusedBeforeAnythingIsWritten() throws IOException {
        byte[] line = line(second);
        int middle = second.envelope().length() - 60;
        line[middle] ^= 1;

        TestDevice device = broken();
        device.boot(ResetReason.POWER);
        long writes = device.writes();

        assertThatThrownBy(() -> take(device, line)).isInstanceOf(RecoveryException.class);
        assertThat(device.writes()).isEqualTo(writes);
    }

    @Test
    void releaseForAnotherClass_isRefused() throws IOException {
        Releases.Signed other =
                author.releaseFor(UUID.nameUUIDFromBytes(new byte[] {1}), "2.0.0", 2, Releases.image(900, 3));

        refused(broken(), line(other), "class-mismatch");
    }

    @Test
    void releaseBelowTheSecurityCounter_isRefused() throws IOException {
        TestDevice device = updatedTo(author.release("2.0.0", 2, OptionalLong.of(5), Releases.image(700, 6)));
        rot(device, Layouts.main(LAYOUT).primary().first());

        refused(device, line(first), "sequence-too-low");
        refused(
                device,
                line(author.release("9.0.0", 9, OptionalLong.of(4), Releases.image(700, 7))),
                "sequence-too-low");
    }

    @Test
    void imageThatDoesNotFit_isRefused() throws IOException {
        refused(broken(), line(author.release("2.0.0", 2, Releases.image(4097, 2))), "slot-too-small");
    }

    @Test
    void garbage_isRefusedAtOnce() throws IOException {
        refused(broken(), "garbage".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "unsupported-format");
        refused(broken(), new byte[0], "truncated");
        refused(broken(), Arrays.copyOf(line(second), 100), "truncated");
        refused(broken(), second.envelope().toArray(), "no-image");
    }

    @Test
    void deviceThatIsNobodys_takesNothing() throws IOException {
        refused(TestDevice.blank(LAYOUT), line(second), "not-provisioned");
    }

    @Test
    void lineThatGoesDead_leavesRecovery_andTheReleaseCanBeSentAgain() throws IOException {
        TestDevice device = broken();
        device.boot(ResetReason.POWER);
        byte[] line = line(second);

        assertThatThrownBy(() -> take(device, Arrays.copyOf(line, line.length - 500)))
                .isInstanceOfSatisfying(
                        RecoveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo("truncated"));

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
        device.assertRuns((BootOutcome.Started) recover(device, second), second);
    }

    @Test
    void turnedBitInTheImage_isRefusedAndNothingIsPending() throws IOException {
        TestDevice device = broken();
        device.boot(ResetReason.POWER);
        byte[] line = line(second);
        line[line.length - 100] ^= 1;

        assertThatThrownBy(() -> take(device, line))
                .isInstanceOfSatisfying(
                        RecoveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo("image-digest"));

        assertThat(device.boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Recovery.class);
    }

    // ---- power

    /** R106: whatever write the power is lost at, the device is in recovery again, or runs the new image. */
    @Test
    void powerCut_anywhereInARecovery_leadsBackToItOrToTheNewImage() throws IOException {
        TestDevice lost = updatedTo(second);
        rot(lost, Layouts.main(LAYOUT).primary().first());
        rot(lost, Layouts.main(LAYOUT).secondary().first());
        Releases.Signed third = author.release("3.0.0", 3, Releases.image(2900, 3));
        for (TestDevice from : new TestDevice[] {broken(), lost}) {
            int cases = EveryCut.of(from, device -> recover(device, third), device -> {
                BootOutcome next = device.boot(ResetReason.POWER);
                if (next instanceof BootOutcome.Started started) {
                    device.assertRuns(started, third);
                } else {
                    device.assertRuns((BootOutcome.Started) recover(device, third), third);
                }
            });
            assertThat(cases).isGreaterThan(100);
        }
    }
}
