package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R17, R35, R84: external flash holds ciphertext only, a key stream is used for one content, and resume keeps its key. */
class EncryptedSlotsTest {
    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed first;
    private static Releases.Signed second;

    @BeforeAll
    static void makeReleases() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, Releases.image(4000, 1));
        second = author.release("2.0.0", 2, Releases.image(3900, 2));
    }

    private static Topology topology(Strategy strategy) {
        return Topologies.of(Kind.HETEROGENEOUS, strategy, new Scale(512, 8, 0xff, 2, 8, false));
    }

    private static TestDevice device(Strategy strategy) throws IOException {
        return TestDevice.manufactured(topology(strategy), author, first);
    }

    /** Every run of 16 octets of either image; none of them may ever stand in external flash. */
    private static Set<Bytes> plainRuns() {
        Set<Bytes> runs = new HashSet<>();
        for (Bytes image : List.of(first.image(), second.image())) {
            for (int at = 0; at + 16 <= image.length(); at += 16) {
                runs.add(Bytes.copyOf(image.slice(at, at + 16).toArray()));
            }
        }
        return runs;
    }

    private static Bytes external(TestDevice device) throws IOException {
        ComponentPlace place = Layouts.main(device.topology);
        return device.flash.read(
                device.topology.offsetOf(place.secondary()), (int) device.topology.bytesOf(place.secondary()));
    }

    private static void assertOnlyCiphertext(TestDevice device) throws IOException {
        Set<Bytes> plain = plainRuns();
        Bytes external = external(device);
        for (int at = 0; at + 16 <= external.length(); at += 16) {
            assertThat(plain.contains(Bytes.copyOf(external.slice(at, at + 16).toArray())))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "SCRATCH", "MOVE", "OFFSET"})
    void update_cutAtEveryOperation_leavesOnlyCiphertextOutside_andGoesOn(Strategy strategy) throws IOException {
        TestDevice settled = device(strategy);
        TestDevice counted = settled.copy();
        FaultPlan counting = FaultPlan.none();
        counted.with(counting).stage(second, 1000);
        counted.start(ResetReason.REQUEST);
        for (long operation = 1; operation <= counting.operations(); operation++) {
            TestDevice device = settled.copy().with(FaultPlan.cutAfter(operation));
            assertThatThrownBy(() -> {
                        device.stage(second, 1000);
                        device.start(ResetReason.REQUEST);
                    })
                    .isInstanceOf(PowerCut.class);
            device.with(FaultPlan.none());
            assertOnlyCiphertext(device);

            BootOutcome.Started started = device.start(ResetReason.POWER);
            device.assertRuns(started, started.trial() ? second : first);
            assertOnlyCiphertext(device);
        }
        assertThat(counting.operations()).isGreaterThan(20);
    }

    /** Two updates, a revert, and the same image again: no two contents of a place differ by what their plaintexts do. */
    @Test
    void generation_changesWithEveryContent() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        List<Bytes> seen = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            device.stage(second, 1000);
            seen.add(external(device));
            device.start(ResetReason.REQUEST);
            seen.add(external(device));
            device.start(ResetReason.WATCHDOG);
        }
        int block = Layouts.main(device.topology).blockBytes();
        for (int i = 0; i < seen.size(); i++) {
            for (int j = 0; j < i; j++) {
                Bytes one = seen.get(i).slice(block, block + 64);
                Bytes other = seen.get(j).slice(block, block + 64);
                assertThat(one).isNotEqualTo(other);
            }
        }
        device.assertRuns(device.start(ResetReason.POWER), first);
    }

    /** The envelope's area knows the generation as well. */
    @Test
    void lostJournal_findsTheKeyOfThePreviousImage() throws IOException {
        TestDevice device = device(Strategy.OFFSET);
        device.stage(second, 1000);
        device.application(device.start(ResetReason.REQUEST)).confirm();
        for (int sector = 0; sector < 2; sector++) {
            device.flash.erase(sector);
            device.flash.program(512L * sector, Releases.image(64, sector));
        }
        device.flash.rot(
                8 * device.topology.offsetOf(Layouts.main(device.topology).primary()) + 9);

        device.assertRuns(device.start(ResetReason.POWER), first);
    }

    @Test
    void deviceWithoutAKey_stagesNothing() throws IOException {
        TestDevice device = TestDevice.blank(topology(Strategy.OFFSET));
        Manufacture.flashFirstImage(
                device.platform(),
                first.envelope(),
                new ByteArrayInputStream(first.image().toArray()));
        ApplicationServices application = device.application(device.start(ResetReason.POWER));

        assertThatThrownBy(() -> application.begin(second.envelope()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no key");
    }
}
