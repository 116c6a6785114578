package io.moult.boot.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.PowerCut;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R1, R34, R103: fields written once, and a counter that only rises, whatever the power does. */
class OtpTest {
    private static final Provisioning OWNER = new Provisioning(
            UUID.fromString("7a1b7e9e-2c3d-5e4f-8a9b-0c1d2e3f4a5b"),
            UUID.fromString("1f2e3d4c-5b6a-5798-8a9b-0c1d2e3f4a5b"),
            List.of(Bytes.ofHex("3082" + "ab".repeat(700)), Bytes.ofHex("30")));

    private final NorFlash memory = NorFlash.inMemory(Otp.GEOMETRY);

    @Test
    void blankMemory_isNobodys() throws IOException {
        Otp otp = new Otp(memory);

        assertThat(otp.provisioning()).isEmpty();
        assertThat(otp.layout()).isEmpty();
        assertThat(otp.securityCounter()).isZero();
    }

    @Test
    void fields_areReadBackAndGivenOnce() throws IOException {
        Otp otp = new Otp(memory);
        otp.writeLayout(Bytes.ofHex("0102"));
        otp.provision(OWNER);
        DeviceKeys keys = DeviceKeys.generate(new SecureRandom());
        otp.writeDeviceKeys(keys);

        Otp again = new Otp(memory);

        assertThat(again.provisioning()).contains(OWNER);
        assertThat(again.layout()).contains(Bytes.ofHex("0102"));
        assertThat(again.deviceKeys()).contains(keys);
        assertThatThrownBy(() -> again.writeDeviceKeys(keys)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> again.provision(OWNER)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> again.writeLayout(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void counter_risesAsUnsignedAndNeverFalls() throws IOException {
        new Otp(memory).raiseSecurityCounter(5);
        new Otp(memory).raiseSecurityCounter(3);
        assertThat(new Otp(memory).securityCounter()).isEqualTo(5);

        new Otp(memory).raiseSecurityCounter(-2);
        new Otp(memory).raiseSecurityCounter(Long.MAX_VALUE);

        assertThat(new Otp(memory).securityCounter()).isEqualTo(-2);
    }

    @Test
    void counter_asHighAlready_writesNothing() throws IOException {
        new Otp(memory).raiseSecurityCounter(5);
        long before = memory.operations().writes();

        new Otp(memory).raiseSecurityCounter(5);

        assertThat(memory.operations().writes()).isEqualTo(before);
    }

    @Test
    void fullMemory_saysSoAndKeepsWhatItHas() throws IOException {
        NorFlash small = NorFlash.inMemory(FlashGeometry.uniform(128, 1, 8));
        Otp otp = new Otp(small);
        assertThat(otp.raisesLeft()).isEqualTo(2);
        otp.raiseSecurityCounter(1);
        otp.raiseSecurityCounter(2);

        assertThat(otp.raisesLeft()).isZero();
        assertThatThrownBy(() -> otp.raiseSecurityCounter(3))
                .isInstanceOf(OtpFullException.class)
                .hasMessage("one-time-programmable memory is full: 128 of 128 B are used, and a record needs 64 B");
        assertThat(new Otp(small).securityCounter()).isEqualTo(2);
        new Otp(small).settle();
    }

    /** Every write torn in every way, again and again: old or new, and the next write works. */
    @Test
    void tornWrite_isAbsentOrThereAndTheNextOneWorks() throws IOException {
        for (Tear tear : Tear.values()) {
            for (int seed = 0; seed < 50; seed++) {
                NorFlash fresh = NorFlash.inMemory(Otp.GEOMETRY);
                new Otp(fresh).raiseSecurityCounter(1);
                FaultPlan provisioning = FaultPlan.tear(1, tear, seed);
                FaultPlan counting = FaultPlan.tear(1, tear, seed);

                assertThatThrownBy(() -> new Otp(new FaultyFlash(fresh, provisioning)).provision(OWNER))
                        .isInstanceOf(PowerCut.class);
                assertThatThrownBy(() -> new Otp(new FaultyFlash(fresh, counting)).raiseSecurityCounter(2))
                        .isInstanceOf(PowerCut.class);

                assertThat(provisioning.fired() && counting.fired()).isTrue();
                Otp otp = new Otp(fresh);
                assertThat(otp.securityCounter()).isIn(1L, 2L);
                if (otp.provisioning().isEmpty()) {
                    otp.provision(OWNER);
                }
                otp.raiseSecurityCounter(3);
                assertThat(new Otp(fresh).provisioning()).contains(OWNER);
                assertThat(new Otp(fresh).securityCounter()).isEqualTo(3);
            }
        }
    }

    @Test
    void blockAtAnImagesEnd_isFoundThereAndNowhereElse() {
        Bytes block = OWNER.asImageTrailer();
        byte[] image = new byte[3000];
        block.copyInto(image, 3000 - block.length());

        assertThat(Provisioning.atEndOf(Bytes.wrap(image))).contains(OWNER);
        assertThat(Provisioning.atEndOf(Bytes.wrap(image).slice(0, 2999))).isEmpty();
        assertThat(Provisioning.atEndOf(Bytes.EMPTY)).isEmpty();
        assertThat(Provisioning.atEndOf(Bytes.ofHex("00".repeat(16)))).isEmpty();
        Bytes cutOff = Bytes.wrap(image).slice(3000 - block.length() + 10, 3000);
        assertThatThrownBy(() -> Provisioning.atEndOf(cutOff)).isInstanceOf(IllegalArgumentException.class);
    }
}
