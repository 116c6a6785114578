package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.image.Decisions;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R77, R107, R148: any single decision of a boot comes out the other way, as a glitch of supply or clock makes it, and
 * nothing that does not verify is executed. Every one that is taken is turned round once.
 */
class DecisionFaultTest {
    private static final Topology TOPOLOGY =
            Topologies.of(Kind.SINGLE, Strategy.OFFSET, new Scale(512, 8, 0xff, 2, 2, true));

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases.Signed golden;
    private static Releases.Signed first;
    private static TestDevice settled;

    @BeforeAll
    static void manufacture() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
        first = author.release("1.0.0", 1, OptionalLong.of(3), Releases.image(900, 1));
        golden = author.release("0.1.0", 0, Releases.image(600, 9));
        settled = TestDevice.manufactured(TOPOLOGY, author, first);
        settled.start(ResetReason.POWER);
    }

    /** Counts decisions, and turns one of them round; says which. */
    private static final class Glitch implements Decisions {
        private final int at;
        private final List<String> taken = new ArrayList<>();

        Glitch(int at) {
            this.at = at;
        }

        @Override
        public boolean is(String question, boolean truth) {
            taken.add(question);
            return (taken.size() - 1 == at) != truth;
        }
    }

    private static void rot(TestDevice device, long offset) throws IOException {
        device.flash.rot(8 * offset + 3);
    }

    private static void plant(TestDevice device, Releases.Signed release) throws IOException {
        EnvelopeArea area = device.journal().orElseThrow().runningArea();
        new EnvelopeStore(device.flash, TOPOLOGY).write(area, release.envelope(), 0);
        int sector = Layouts.main(TOPOLOGY).primary().first();
        byte[] octets = new byte[1024];
        release.image().copyInto(octets, 0);
        for (int i = 0; i < 2; i++) {
            device.flash.erase(sector + i);
            device.flash.program(TOPOLOGY.geometry().offsetOfSector(sector + i), Bytes.copyOf(octets, 512 * i, 512));
        }
    }

    /** Devices on which something lies that must not run, each with the reason. */
    private static Map<String, TestDevice> tampered() throws IOException {
        Map<String, TestDevice> devices = new LinkedHashMap<>();
        TestDevice rotten = settled.copy();
        rot(rotten, TOPOLOGY.offsetOf(Layouts.main(TOPOLOGY).primary()));
        devices.put("a flipped bit in the running image", rotten);
        Releases stranger = new Releases(dir, "example.com", "stranger");
        Map<String, Releases.Signed> planted = Map.of(
                "an image by another signer", stranger.release("6.6.6", 6, OptionalLong.of(9), Releases.image(700, 6)),
                "an image for another class",
                        author.releaseFor(UUID.nameUUIDFromBytes(new byte[] {1}), "6.6.6", 6, Releases.image(700, 6)),
                "an image below the counter", author.release("0.9.0", 9, OptionalLong.of(2), Releases.image(700, 6)));
        for (Map.Entry<String, Releases.Signed> entry : planted.entrySet()) {
            TestDevice device = settled.copy();
            plant(device, entry.getValue());
            devices.put(entry.getKey(), device);
        }
        TestDevice candidate = settled.copy();
        candidate.stage(stranger.release("2.0.0", 2, OptionalLong.of(9), Releases.image(700, 6)), 300);
        devices.put("a candidate by another signer", candidate);
        TestDevice bad = settled.copy();
        Releases.Signed second = author.release("2.0.0", 2, OptionalLong.of(3), Releases.image(700, 6));
        bad.stage(second, 300);
        rot(bad, TOPOLOGY.stagingOffset(Layouts.main(TOPOLOGY)) + 50);
        devices.put("a candidate with a flipped bit", bad);
        TestDevice goldenRots = settled.copy();
        Manufacture.flashGolden(goldenRots.platform(), golden.envelope(), golden.streams());
        rot(goldenRots, TOPOLOGY.offsetOf(Layouts.main(TOPOLOGY).golden().orElseThrow()));
        rot(goldenRots, TOPOLOGY.offsetOf(Layouts.main(TOPOLOGY).primary()));
        devices.put("rotten golden and running images", goldenRots);
        return devices;
    }

    @Test
    void anySingleDecisionTurnedRound_letsNothingUnverifiedRun() throws IOException {
        int flipped = 0;
        for (Map.Entry<String, TestDevice> entry : tampered().entrySet()) {
            for (int at = 0; ; at++) {
                TestDevice device = entry.getValue().copy();
                Glitch glitch = new Glitch(at);
                BootOutcome outcome = device.with(glitch).boot(ResetReason.REQUEST);
                if (outcome instanceof BootOutcome.Started started) {
                    assertThat(started.image().version())
                            .as("%s, decision %d turned: %s", entry.getKey(), at, glitch.taken)
                            .isEqualTo("1.0.0");
                    device.assertRuns(started, first);
                }
                if (at >= glitch.taken.size()) {
                    break;
                }
                flipped++;
                // and once the glitch is over, the boot after it is an honest one
                if (device.with(Decisions.SOUND).boot(ResetReason.POWER) instanceof BootOutcome.Started started) {
                    assertThat(started.image().version()).isEqualTo("1.0.0");
                }
            }
        }
        assertThat(flipped).isGreaterThan(60);
    }

    /** The seam itself: two decisions turned round in the right places do let it run, so the single ones were real. */
    @Test
    void everyDecisionOfBothLooksTurnedRound_wouldLetItRun() throws IOException {
        TestDevice rotten = settled.copy();
        rot(rotten, TOPOLOGY.offsetOf(Layouts.main(TOPOLOGY).primary()));
        BootOutcome honest = rotten.copy().boot(ResetReason.POWER);
        assertThat(honest).isInstanceOf(BootOutcome.Recovery.class);

        Decisions blind = (question, truth) -> switch (question) {
            case "validation-failed" -> false;
            case "image-matches", "first-look", "second-octets", "second-look" -> true;
            default -> truth;
        };

        assertThat(rotten.with(blind).boot(ResetReason.POWER)).isInstanceOf(BootOutcome.Started.class);
    }
}
