package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.topology.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R104, R105: lives of many updates, hangs and power cuts, several in a row and anywhere, on flash of several shapes.
 * A life is its seed: {@code -Dmoult.lives.seed=N} replays one.
 */
class RandomLivesTest {
    private static final int STEPS = 80;

    @TempDir
    static Path dir;

    private static final List<Releases.Signed> RELEASES = new ArrayList<>();
    private static final List<TestDevice> DEVICES = new ArrayList<>();

    @BeforeAll
    static void manufacture() throws IOException {
        Releases author = new Releases(dir, "example.com", "sensor");
        Random random = new Random(1);
        for (int i = 1; i <= 24; i++) {
            OptionalLong counter = OptionalLong.of(i / 8);
            RELEASES.add(author.release(i + ".0.0", i, counter, Releases.image(1 + random.nextInt(1000), i)));
        }
        DEVICES.add(TestDevice.manufactured(Layouts.offset(256, 1, 3, 4), author, RELEASES.get(0)));
        DEVICES.add(TestDevice.manufactured(Layouts.offset(512, 8, 2, 2), author, RELEASES.get(0)));
        DEVICES.add(TestDevice.manufactured(Layouts.offset(512, 32, 2, 5), author, RELEASES.get(0)));
        DEVICES.add(TestDevice.manufactured(Layouts.offset(4096, 16, 1, 1), author, RELEASES.get(0)));
    }

    static List<Integer> seeds() {
        Integer one = Integer.getInteger("moult.lives.seed");
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < 120; seed++) {
            seeds.add(seed);
        }
        return one == null ? seeds : List.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void life_withCutsAnywhere_alwaysRunsSomethingWholeThatMayRun(int seed) throws IOException {
        Life life = new Life(DEVICES.get(seed % DEVICES.size()).copy().withTrialAttempts(1 + seed % 3), seed);
        for (int step = 0; step < STEPS; step++) {
            life.step();
        }
        assertThat(life.cuts).isGreaterThan(5);
    }

    /** A device and what may be true of it: which version is confirmed, as far as the power let anybody know. */
    private static final class Life {
        private final TestDevice device;
        private final Random random;
        private int confirmed = 1;
        private boolean confirming;
        private long counter;
        private int cuts;

        Life(TestDevice device, int seed) {
            this.device = device;
            this.random = new Random(seed);
        }

        void step() throws IOException {
            FaultPlan plan = random.nextInt(3) == 0 ? FaultPlan.none() : cut(1 + random.nextInt(45));
            device.with(plan);
            try {
                live();
            } catch (PowerCut e) {
                cuts++;
                assertThat(plan.fired()).isTrue();
            }
        }

        private FaultPlan cut(int operation) {
            return switch (random.nextInt(5)) {
                case 0 -> FaultPlan.cutBefore(operation);
                case 1 -> FaultPlan.cutAfter(operation);
                case 2 -> FaultPlan.tear(operation, Tear.PREFIX, random.nextLong());
                case 3 -> FaultPlan.tear(operation, Tear.GARBAGE, random.nextLong());
                default -> FaultPlan.tear(operation, Tear.LOOKS_BLANK, random.nextLong());
            };
        }

        private void live() throws IOException {
            ResetReason[] reasons = ResetReason.values();
            BootOutcome.Started started = device.start(reasons[random.nextInt(reasons.length)]);
            assertRunnable(started);
            ApplicationServices application = device.application(started);
            int version = (int) started.image().sequenceNumber();
            if (started.trial() && random.nextInt(3) == 0) {
                confirming = true;
                application.confirm();
                confirmed = version;
                confirming = false;
            } else if (!started.trial() && confirmed < RELEASES.size()) {
                Releases.Signed next =
                        RELEASES.get(confirmed + random.nextInt(Math.min(2, RELEASES.size() - confirmed)));
                TestDevice.stage(application, next, 1 + random.nextInt(400));
            }
        }

        private void assertRunnable(BootOutcome.Started started) throws IOException {
            int version = (int) started.image().sequenceNumber();
            Releases.Signed release = RELEASES.get(version - 1);
            assertThat(device.primary(release.image().length())).isEqualTo(release.image());
            if (!started.trial()) {
                if (confirming && version != confirmed) {
                    confirmed = version;
                }
                assertThat(version).as("confirmed and running").isEqualTo(confirmed);
            } else {
                assertThat(version).isGreaterThan(confirmed);
            }
            confirming = confirming && started.trial();
            long now = started.report().securityCounter();
            assertThat(now).isBetween(counter, (long) confirmed / 8);
            counter = now;
        }
    }
}
