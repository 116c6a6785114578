package io.moult.boot.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.PowerCut;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * R103, R106: nothing erases fuses, so what a cut leaves there stays, and may read whole today and torn tomorrow. What
 * was relied on once must be there for good all the same.
 */
class OtpPowerCutTest {
    private static NorFlash fuses() {
        return NorFlash.inMemory(new FlashGeometry(List.of(new FlashRegion(FlashRegion.FUSES, 8192, 1, 8, 0xff, 0))));
    }

    private static Provisioning owner(int number) {
        return new Provisioning(
                new UUID(1, number), new UUID(2, number), List.of(Bytes.ofHex("3082" + "ab".repeat(40))));
    }

    /** One run of a device up to a cut that may never come; says what it relied on. */
    private static Optional<Long> live(NorFlash fuses, FaultPlan plan, long raiseTo) throws IOException {
        Optional<Long> reliedOn = Optional.empty();
        try {
            Otp otp = new Otp(new FaultyFlash(fuses, plan));
            otp.settle();
            reliedOn = Optional.of(otp.securityCounter());
            otp.raiseSecurityCounter(raiseTo);
            reliedOn = Optional.of(otp.securityCounter());
        } catch (PowerCut e) {
            assertThat(plan.fired()).isTrue();
        }
        return reliedOn;
    }

    /** Each interruption of each write of a raise, looked at often, since an unstable one says now this and now that. */
    @Test
    void counter_cutAnywhere_onceReliedOnNeverFalls() throws IOException {
        NorFlash before = fuses();
        new Otp(before).raiseSecurityCounter(1);
        int fired = 0;
        for (int operation = 1; operation <= 2; operation++) {
            for (String how : interruptions()) {
                FaultPlan plan = FaultPlan.parse(operation + ":" + how);
                NorFlash fuses = before.copy();
                long relied = live(fuses, plan, 7).orElse(0L);
                assertThat(plan.fired()).isTrue();
                fired++;
                for (int look = 0; look < 20; look++) {
                    long now = live(fuses, FaultPlan.none(), 0).orElseThrow();
                    assertThat(now).as(how).isIn(1L, 7L).isGreaterThanOrEqualTo(relied);
                    relied = now;
                }
                if (operation == 2) {
                    assertThat(relied).as("the first copy was complete").isEqualTo(7);
                }
                assertThat(live(fuses, FaultPlan.none(), 8)).contains(8L);
                assertThat(new Otp(fuses).securityCounter()).isEqualTo(8);
            }
        }
        assertThat(fired).isEqualTo(2 * interruptions().size()).isGreaterThan(60);
    }

    /** By octets, units and bits of a record of 32 octets in units of 8. */
    private static List<String> interruptions() {
        List<String> all = new ArrayList<>(List.of("before", "after"));
        for (int octet = 1; octet < 32; octet++) {
            all.add("prefix@" + octet);
        }
        for (int unit = 0; unit < 4; unit++) {
            all.add("unstable@" + unit);
            for (String mask : List.of("00", "55", "aa", "0f", "80", "013780fe5b21c49a")) {
                all.add("bits@" + unit + "=" + mask);
            }
        }
        return all;
    }

    /** Any number of cuts in a row, on fuses that flicker more and more. */
    @Test
    void counter_cutAgainAndAgain_onceReliedOnNeverFalls() throws IOException {
        int cuts = 0;
        int seen = 0;
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            NorFlash fuses = fuses();
            long relied = 0;
            for (int life = 1; life <= 30; life++) {
                FaultPlan plan = plan(random);
                Optional<Long> now = live(fuses, plan, random.nextInt(3) == 0 ? life : 0);
                cuts += plan.fired() ? 1 : 0;
                if (now.isPresent()) {
                    assertThat(now.get()).as("seed %d, life %d", seed, life).isGreaterThanOrEqualTo(relied);
                    relied = now.get();
                    seen++;
                }
            }
        }
        assertThat(cuts).isGreaterThan(500);
        assertThat(seen).isGreaterThan(1500);
    }

    private static FaultPlan plan(SplittableRandom random) {
        int operation = 1 + random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0 -> FaultPlan.none();
            case 1 -> FaultPlan.cutAfter(operation);
            case 2 -> FaultPlan.tear(operation, FaultPlan.Tear.GARBAGE, random.nextLong());
            default -> FaultPlan.unstable(operation, random.nextLong());
        };
    }

    /** An owner whose record flickers must not come back once another was given. */
    @Test
    void owner_cutAgainAndAgain_isOneAndTheSameOnceReliedOn() throws IOException {
        int torn = 0;
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            NorFlash fuses = fuses();
            Optional<Provisioning> relied = Optional.empty();
            for (int life = 1; life <= 20; life++) {
                FaultPlan plan = plan(random);
                try {
                    Otp otp = new Otp(new FaultyFlash(fuses, plan));
                    otp.settle();
                    if (relied.isPresent()) {
                        assertThat(otp.provisioning()).as("seed %d", seed).isEqualTo(relied);
                    }
                    relied = otp.provisioning();
                    if (relied.isEmpty()) {
                        otp.provision(owner(life));
                        relied = otp.provisioning();
                    }
                    otp.raiseSecurityCounter(life);
                } catch (PowerCut e) {
                    torn++;
                }
            }
        }
        assertThat(torn).isGreaterThan(250);
    }

    /** A record that read as torn when another was given is not that other's rival when it reads whole again. */
    @Test
    void ownerWhoseRecordReadAsTorn_doesNotComeBackOnceAnotherWasGiven() throws IOException {
        int lastUnitOfTheRecord = 12;
        int given = 0;
        for (int reads = 0; reads < 40; reads++) {
            NorFlash fuses = fuses();
            FaultPlan plan = FaultPlan.parse("1:unstable@" + lastUnitOfTheRecord);
            assertThatThrownBy(() -> new Otp(new FaultyFlash(fuses, plan)).provision(owner(1)))
                    .isInstanceOf(PowerCut.class);
            for (int i = 0; i < reads; i++) {
                fuses.read(0, 1);
            }
            Otp otp = new Otp(fuses);
            otp.settle();
            if (otp.provisioning().isEmpty()) {
                otp.provision(owner(2));
                given++;
                for (int look = 0; look < 20; look++) {
                    assertThat(new Otp(fuses).provisioning()).contains(owner(2));
                }
            }
        }
        assertThat(given).isBetween(5, 35);
    }

    /** A settled device writes nothing, however often it starts. */
    @Test
    void settledMemory_isNotWrittenTo() throws IOException {
        NorFlash fuses = fuses();
        live(fuses, FaultPlan.parse("1:after"), 3);
        live(fuses, FaultPlan.none(), 0);
        long writes = fuses.operations().writes();

        live(fuses, FaultPlan.none(), 3);

        assertThat(fuses.operations().writes()).isEqualTo(writes);
        assertThat(writes).isEqualTo(1 + 2);
    }

    /** One rotten bit anywhere: no owner, no layout and no counter is lost to it. */
    @Test
    void rottenBit_costsNothing() throws IOException {
        NorFlash fuses = fuses();
        Otp made = new Otp(fuses);
        made.writeLayout(Bytes.ofHex("0102"));
        made.provision(owner(1));
        made.raiseSecurityCounter(5);
        made.raiseSecurityCounter(9);
        int used = 2 * (32 + 128 + 32 + 32);
        for (int bit = 0; bit < 8 * used; bit++) {
            NorFlash rotten = fuses.copy();
            rotten.rot(bit);

            Otp otp = new Otp(rotten);

            assertThat(otp.layout()).as("bit %d", bit).contains(Bytes.ofHex("0102"));
            assertThat(otp.provisioning()).contains(owner(1));
            assertThat(otp.securityCounter()).isEqualTo(9);
            otp.raiseSecurityCounter(10);
            assertThat(new Otp(rotten).securityCounter()).isEqualTo(10);
            assertThat(new Otp(rotten).provisioning()).contains(owner(1));
        }
    }

    @Test
    void memoryThatFillsUpInMidRaise_keepsTheOldCounter() throws IOException {
        NorFlash small = NorFlash.inMemory(FlashGeometry.uniform(96, 1, 8));
        new Otp(small).raiseSecurityCounter(1);

        assertThatThrownBy(() -> new Otp(small).raiseSecurityCounter(2)).isInstanceOf(OtpFullException.class);
        assertThat(new Otp(small).securityCounter()).isEqualTo(1);
    }
}
