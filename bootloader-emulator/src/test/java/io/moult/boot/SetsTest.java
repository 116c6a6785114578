package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.DeniedAccessException;
import io.moult.boot.flash.Flash;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
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

/** Several components under one envelope: R82, R83, R84, R109, R142, R143. */
class SetsTest {
    private static final ComponentId SECURE = ComponentId.of("secure");
    private static final ComponentId NORMAL = ComponentId.of("normal");
    private static final Topology PARTITIONS = of(Kind.SECURE_NORMAL);

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed first;
    private static TestDevice settled;

    private static Topology of(Kind kind) {
        return Topologies.of(kind, Strategy.OFFSET, new Scale(512, 8, 0xff, 2, 4, false));
    }

    @BeforeAll
    static void manufacture() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = set("1.0.0", 1, 1, 1);
        settled = TestDevice.manufactured(PARTITIONS, author, first);
    }

    private static Releases.Signed set(String version, int sequence, int secure, int normal) throws IOException {
        Map<ComponentId, Bytes> images = new LinkedHashMap<>();
        images.put(SECURE, Releases.image(700, secure));
        images.put(NORMAL, Releases.image(1500, 100 + normal));
        return author.set(version, sequence, OptionalLong.empty(), images);
    }

    private static BootOutcome.Started updated(TestDevice device, Releases.Signed release) throws IOException {
        device.stage(release, 333);
        BootOutcome.Started started = device.start(ResetReason.REQUEST);
        if (started.trial()) {
            device.application(started).confirm();
        }
        return started;
    }

    @Test
    void partitionAlone_isUpdatedAndTheOtherIsNotTouched() throws IOException {
        TestDevice device = settled.copy();
        Releases.Signed normalOnly = set("1.1.0", 2, 1, 2);
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        application.begin(normalOnly.envelope());
        assertThat(application.staging()).containsExactly(NORMAL);
        application.discard();
        int[] before = secureErases(device);

        device.assertRuns(updated(device, normalOnly), normalOnly);

        assertThat(secureErases(device)).isEqualTo(before);
        Releases.Signed secureOnly = set("1.2.0", 3, 2, 2);
        device.assertRuns(updated(device, secureOnly), secureOnly);
    }

    private static int[] secureErases(TestDevice device) {
        ComponentPlace secure = PARTITIONS.components().get(0);
        int[] erases = new int[secure.secondary().end() - secure.primary().first()];
        for (int i = 0; i < erases.length; i++) {
            erases[i] = device.flash.eraseCount(secure.primary().first() + i);
        }
        return erases;
    }

    @Test
    void bothPartitions_goBackTogether() throws IOException {
        TestDevice device = settled.copy();
        device.stage(set("2.0.0", 2, 2, 2), 333);
        assertThat(device.start(ResetReason.REQUEST).trial()).isTrue();

        BootOutcome.Started back = device.start(ResetReason.CRASH);

        assertThat(back.report().event()).isEqualTo(Event.REVERTED);
        device.assertRuns(back, first);
    }

    /** A release whose unchanged partition is not the one on the device is refused whole: the digests are the dependency. */
    @Test
    void setWithAnotherPartitionThanIsThere_isRefused() throws IOException {
        TestDevice device = settled.copy();
        Releases.Signed honest = set("1.1.0", 2, 1, 2);
        device.stage(honest, 333);
        device.flash.rot(8 * PARTITIONS.offsetOf(PARTITIONS.components().get(0).primary()) + 5);

        BootOutcome outcome = device.boot(ResetReason.REQUEST);

        assertThat(outcome).isInstanceOf(BootOutcome.Recovery.class);
        assertThat(outcome.report().detail()).contains("image-digest");
    }

    @Test
    void envelopeThatDoesNotNameEveryComponent_isNotTaken() throws IOException {
        TestDevice device = settled.copy();
        Releases.Signed half = author.set("2.0.0", 2, OptionalLong.empty(), Map.of(NORMAL, Releases.image(500, 9)));
        ApplicationServices application = device.application(device.start(ResetReason.POWER));
        long writes = device.writes();

        assertThatThrownBy(() -> application.begin(half.envelope())).isInstanceOf(IllegalArgumentException.class);

        assertThat(device.writes()).isEqualTo(writes);
        assertThatThrownBy(() -> Manufacture.flashFirstSet(
                        TestDevice.blank(PARTITIONS).platform(), half.envelope(), half.streams()))
                .isInstanceOf(ManufactureException.class);
    }

    @Test
    void oneImageOfTheSetDamaged_refusesTheWholeSet() throws IOException {
        TestDevice device = settled.copy();
        Releases.Signed second = set("2.0.0", 2, 2, 2);
        device.stage(second, 333);
        device.flash.rot(8 * PARTITIONS.stagingOffset(PARTITIONS.components().get(0)) + 77);

        BootOutcome.Started started = device.start(ResetReason.REQUEST);

        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        device.assertRuns(started, first);
    }

    /** The manifest's order of invocation is the order of starting, and each image knows whose it is. */
    @Test
    void twoProcessors_startInTheManifestsOrder() throws IOException {
        Topology topology = of(Kind.DUAL_CPU);
        ComponentId cpu0 = ComponentId.of("cpu0");
        ComponentId cpu1 = ComponentId.of("cpu1");
        Map<ComponentId, Bytes> images = new LinkedHashMap<>();
        images.put(cpu0, Releases.image(600, 1));
        images.put(cpu1, Releases.image(700, 2));
        Releases.Signed release = author.set("1.0.0", 1, OptionalLong.empty(), images, List.of(cpu1, cpu0));
        TestDevice device = TestDevice.manufactured(topology, author, release);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.images().stream().map(RunningImage::component)).containsExactly(cpu1, cpu0);
        assertThat(started.images().stream().map(RunningImage::master)).containsExactly("cpu1", "cpu0");
    }

    /** The normal world, and the second processor, cannot reach what is not theirs. */
    @Test
    void masters_seeTheirOwnSlotsOnly() throws IOException {
        TestDevice device = settled.copy();
        Flash normal = device.platform().viewOf("normal");
        ComponentPlace secure = PARTITIONS.components().get(0);
        ComponentPlace own = PARTITIONS.components().get(1);

        assertThat(normal.read(PARTITIONS.offsetOf(own.primary()), 1500)).isEqualTo(first.image(NORMAL));
        normal.erase(own.secondary().first());
        for (SectorRange denied : List.of(secure.primary(), secure.secondary(), PARTITIONS.journal())) {
            assertThatThrownBy(() -> normal.read(PARTITIONS.offsetOf(denied), 8))
                    .isInstanceOf(DeniedAccessException.class);
            assertThatThrownBy(() -> normal.erase(denied.first())).isInstanceOf(DeniedAccessException.class);
        }
        assertThatThrownBy(() -> normal.erase(own.primary().first())).isInstanceOf(DeniedAccessException.class);
    }

    /** R83, R109: the second stage is a component like others and starts first; nothing ever writes the first stage. */
    @Test
    void secondStage_isUpdatedAndStartsFirst_theFirstStageNever() throws IOException {
        Topology topology = of(Kind.TWO_STAGE);
        ComponentId boot = ComponentId.of("boot");
        Map<ComponentId, Bytes> images = new LinkedHashMap<>(Map.of(ComponentId.MAIN, Releases.image(1500, 1)));
        images.put(boot, Releases.image(800, 2));
        Releases.Signed one = author.set("1.0.0", 1, OptionalLong.empty(), images);
        TestDevice device = TestDevice.manufactured(topology, author, one);
        images.put(boot, Releases.image(900, 3));
        Releases.Signed two = author.set("2.0.0", 2, OptionalLong.empty(), images);

        BootOutcome.Started trial = updated(device, two);

        device.assertRuns(trial, two);
        assertThat(trial.images().get(0).component()).isEqualTo(boot);
        SectorRange firstStage = topology.firstStage().orElseThrow();
        for (int sector = firstStage.first(); sector < firstStage.end(); sector++) {
            assertThat(device.flash.eraseCount(sector)).isZero();
        }
        Flash application = device.platform().viewOf("application");
        assertThatThrownBy(() -> application.erase(firstStage.first())).isInstanceOf(DeniedAccessException.class);
    }
}
