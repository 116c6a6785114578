package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.journal.Phase;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bugs of bootloaders in the field that need more than one image: sets that came apart, orders, second stages. Each is
 * named after its number there; {@code docs/bugs-of-others.md} has the whole list. R82, R83, R109, R142.
 */
class BugsOfOthersInSetsTest {
    private static final Scale SCALE = new Scale(1024, 8, 0xff, 1, 3, false);
    private static final Topology SECURE_NORMAL = Topologies.of(Topologies.Kind.SECURE_NORMAL, Strategy.OFFSET, SCALE);

    @TempDir
    static Path dir;

    private static Releases author;

    @BeforeAll
    static void author() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
    }

    private static Releases.Signed set(Topology topology, long sequence) throws IOException {
        return set(topology, sequence, OptionalLong.empty());
    }

    /** Images that fill half a slot and a bit. */
    private static Releases.Signed set(Topology topology, long sequence, OptionalLong counter) throws IOException {
        Map<ComponentId, Bytes> images = new LinkedHashMap<>();
        for (ComponentPlace place : topology.components()) {
            int size = (int) place.slotBytes() / 2 + (int) (100 * sequence);
            images.put(place.id(), Releases.image(size, sequence * 10 + images.size()));
        }
        return author.set(sequence + ".0.0", sequence, counter, images);
    }

    private static TestDevice device(Topology topology) throws IOException {
        return TestDevice.manufactured(topology, author, set(topology, 1));
    }

    private static TestDevice pending(TestDevice from, Releases.Signed release) throws IOException {
        TestDevice device = from.copy();
        device.stage(release, 1000);
        return device;
    }

    /** Whatever runs, all of it is of one release. */
    private static BootOutcome.Started runsOneOf(TestDevice device, Releases.Signed... releases) throws IOException {
        BootOutcome.Started started = device.start(ResetReason.POWER);
        for (Releases.Signed release : releases) {
            if (release.version().equals(started.image().version())) {
                device.assertRuns(started, release);
                return started;
            }
        }
        throw new AssertionError("nobody made " + started.image().version());
    }

    /** A torn flag of one image reverted the other alone: a set of two versions. */
    @Test
    void findingF2_tornRecordInASet_neverMixesIt() throws IOException {
        Releases.Signed first = set(SECURE_NORMAL, 1);
        Releases.Signed second = set(SECURE_NORMAL, 2);
        TestDevice pending = pending(device(SECURE_NORMAL), second);
        EveryCut.of(pending, device -> device.start(ResetReason.REQUEST), device -> {
            runsOneOf(device, first, second);
            device.assertRuns(device.start(ResetReason.POWER), first);
        });
        TestDevice tried = pending.copy();
        tried.start(ResetReason.REQUEST);
        EveryCut.of(tried, device -> device.start(ResetReason.WATCHDOG), device -> runsOneOf(device, first));
    }

    /** A reset between the confirmations of two images: one of them went back, the other stayed. */
    @Test
    void findingF4_resetInTheConfirmation_confirmsAllOrNothing() throws IOException {
        Releases.Signed first = set(SECURE_NORMAL, 1);
        Releases.Signed second = set(SECURE_NORMAL, 2, OptionalLong.of(7));
        TestDevice tried = pending(device(SECURE_NORMAL), second);
        BootOutcome.Started trial = tried.start(ResetReason.REQUEST);

        EveryCut.of(tried, device -> device.application(trial).confirm(), device -> {
            BootOutcome.Started next = runsOneOf(device, first, second);
            assertThat(next.trial()).isFalse();
            runsOneOf(device, "1.0.0".equals(next.image().version()) ? first : second);
        });
    }

    /** One image of an update was bad, and the others were installed. */
    @Test
    void mcuboot669_oneBadImage_refusesTheWholeSet() throws IOException {
        Releases.Signed first = set(SECURE_NORMAL, 1);
        Releases.Signed good = set(SECURE_NORMAL, 2);
        for (ComponentPlace place : SECURE_NORMAL.components()) {
            Map<ComponentId, Bytes> images = new LinkedHashMap<>(good.images());
            byte[] bad = good.image(place.id()).toArray();
            bad[17] ^= 1;
            images.put(place.id(), Bytes.wrap(bad));
            TestDevice device =
                    pending(device(SECURE_NORMAL), new Releases.Signed(good.version(), good.envelope(), images));

            BootOutcome.Started started = runsOneOf(device, first);

            assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
            assertThat(device.journal().orElseThrow().phase()).isEqualTo(Phase.SETTLED);
        }
    }

    /** One image on trial and the other on its way back: the device never came to rest. */
    @Test
    void mcuboot954_revertOfASet_comesToRest() throws IOException {
        Releases.Signed first = set(SECURE_NORMAL, 1);
        TestDevice device = pending(device(SECURE_NORMAL), set(SECURE_NORMAL, 2));
        device.start(ResetReason.REQUEST);
        device.start(ResetReason.CRASH);
        device.start(ResetReason.POWER);
        long writes = device.writes();

        for (int boot = 0; boot < 3; boot++) {
            assertThat(runsOneOf(device, first).trial()).isFalse();
        }

        assertThat(device.writes()).isEqualTo(writes);
    }

    /** Images were started in an order of the bootloader's own. */
    @Test
    void mcuboot1841_orderOfStart_isTheManifests() throws IOException {
        List<ComponentId> components =
                SECURE_NORMAL.components().stream().map(ComponentPlace::id).toList();
        List<ComponentId> backwards = List.of(components.get(1), components.get(0));
        for (List<ComponentId> order : List.of(components, backwards)) {
            Map<ComponentId, Bytes> images = new LinkedHashMap<>();
            components.forEach(id -> images.put(id, Releases.image(900, images.size())));
            Releases.Signed release = author.set("1.0.0", 1, OptionalLong.empty(), images, order);

            BootOutcome.Started started =
                    TestDevice.manufactured(SECURE_NORMAL, author, release).start(ResetReason.POWER);

            assertThat(started.images().stream().map(RunningImage::component).toList())
                    .isEqualTo(order);
        }
    }

    /** A bootloader that copied itself was dead after a cut. Here the first stage is in no slot, and any cut is survived. */
    @Test
    void wolfBoot406_updateOfTheSecondStage_survivesAnyCut() throws IOException {
        Topology topology = Topologies.of(Topologies.Kind.TWO_STAGE, Strategy.OFFSET, SCALE);
        Releases.Signed first = set(topology, 1);
        Releases.Signed second = set(topology, 2);
        int firstStage = topology.firstStage().orElseThrow().first();

        int cases =
                EveryCut.of(pending(device(topology), second), device -> device.start(ResetReason.REQUEST), device -> {
                    runsOneOf(device, first, second);
                    assertThat(device.flash.eraseCount(firstStage)).isZero();
                });

        assertThat(cases).isGreaterThan(100);
    }
}
