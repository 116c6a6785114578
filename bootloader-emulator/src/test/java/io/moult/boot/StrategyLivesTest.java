package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R82, R84, R104, R105, R106, R141, R142, R143, R151: every strategy on every topology, through update, confirmation and
 * revert, the power cut at every write: before it, inside it in several ways, after it. What boots is the old set or the
 * new one, whole and never mixed; what was not confirmed does not stay, what was confirmed does not go.
 */
class StrategyLivesTest {
    @TempDir
    static Path dir;

    private static Releases author;

    @BeforeAll
    static void makeAuthor() throws IOException {
        author = new Releases(dir, "example.com", "sensor");
    }

    static List<Arguments> devices() {
        List<Arguments> devices = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (Kind kind : Kind.values()) {
                if (kind != Kind.HETEROGENEOUS || !strategy.changesSides()) {
                    devices.add(Arguments.of(kind, strategy));
                }
            }
        }
        return devices;
    }

    /** A device of a kind, settled on its first set, and a second set that changes all components or only the last. */
    private record Case(TestDevice settled, Releases.Signed first, Releases.Signed second) {
        static Case of(Kind kind, Strategy strategy, boolean whole) throws IOException {
            Topology topology = Topologies.of(kind, strategy, new Scale(512, 8, 0xff, 2, 2, false));
            Map<ComponentId, Bytes> before = images(topology, 1);
            Map<ComponentId, Bytes> after = new LinkedHashMap<>(before);
            Map<ComponentId, Bytes> fresh = images(topology, 2);
            ComponentId last =
                    topology.components().get(topology.components().size() - 1).id();
            after.putAll(whole ? fresh : Map.of(last, Objects.requireNonNull(fresh.get(last))));
            Releases.Signed first = author.set("1.0.0", 1, OptionalLong.empty(), before);
            Releases.Signed second = author.set("2.0.0", 2, OptionalLong.of(7), after);
            return new Case(TestDevice.manufactured(topology, author, first), first, second);
        }

        private static Map<ComponentId, Bytes> images(Topology topology, int seed) {
            Map<ComponentId, Bytes> images = new LinkedHashMap<>();
            for (ComponentPlace place : topology.components()) {
                int size = (int) place.slotBytes() - 100 * seed;
                images.put(place.id(), Releases.image(size, seed + 10L * images.size()));
            }
            return images;
        }

        void update(TestDevice device) throws IOException {
            device.stage(second, 400);
            device.application(device.start(ResetReason.REQUEST)).confirm();
        }

        void assertWhole(TestDevice device, BootOutcome.Started started) throws IOException {
            device.assertRuns(started, started.image().version().equals("2.0.0") ? second : first);
        }
    }

    private static List<LongFunction<FaultPlan>> kinds() {
        return List.of(
                FaultPlan::cutBefore,
                FaultPlan::cutAfter,
                operation -> FaultPlan.tear(operation, Tear.PREFIX, operation),
                operation -> FaultPlan.tear(operation, Tear.GARBAGE, operation),
                operation -> FaultPlan.tear(operation, Tear.LOOKS_BLANK, operation),
                operation -> FaultPlan.unstable(operation, operation));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void update_cutAtEveryOperation_bootsOneSetOrTheOther(Kind kind, Strategy strategy) throws IOException {
        for (boolean whole : new boolean[] {true, false}) {
            Case test = Case.of(kind, strategy, whole);
            long operations = EveryCut.operationsOf(test.settled(), test::update);
            for (long operation = 1; operation <= operations; operation++) {
                for (LongFunction<FaultPlan> cut : whole ? kinds() : kinds().subList(1, 4)) {
                    TestDevice device = EveryCut.afterCut(test.settled(), test::update, cut.apply(operation));
                    assertSettles(test, device.copy(), strategy);
                    assertUpdatesInTheEnd(test, device);
                }
            }
            assertThat(operations).isGreaterThan(15);
        }
    }

    /** Boots that nobody confirms: never a mixture, and in the end the confirmed set, with nothing more to write. */
    private static void assertSettles(Case test, TestDevice device, Strategy strategy) throws IOException {
        BootOutcome.Started last = device.start(ResetReason.POWER);
        test.assertWhole(device, last);
        boolean confirmed = !last.trial() && last.image().version().equals("2.0.0");
        for (int boot = 0; boot < 2; boot++) {
            last = device.start(ResetReason.POWER);
            test.assertWhole(device, last);
        }
        if (strategy.keepsPrevious()) {
            assertThat(last.trial()).isFalse();
            assertThat(last.image().version()).isEqualTo(confirmed ? "2.0.0" : "1.0.0");
            assertThat(last.report().event()).isEqualTo(BootReport.Event.NORMAL);
            assertThat(last.report().securityCounter()).isEqualTo(confirmed ? 7 : 0);
            long writes = device.writes();
            device.start(ResetReason.POWER);
            assertThat(device.writes()).as("a settled device writes nothing").isEqualTo(writes);
        } else {
            assertThat(last.report().securityCounter()).isEqualTo(confirmed ? 7 : 0);
        }
    }

    private static void assertUpdatesInTheEnd(Case test, TestDevice device) throws IOException {
        BootOutcome.Started started = device.start(ResetReason.POWER);
        if (started.trial()) {
            device.application(started).confirm();
        } else if (started.image().version().equals("1.0.0")) {
            test.update(device);
        }
        BootOutcome.Started last = device.start(ResetReason.POWER);
        device.assertRuns(last, test.second());
        assertThat(last.trial()).isFalse();
        assertThat(last.report().securityCounter()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void revert_cutAtEveryOperation_bringsTheWholeOldSetBack(Kind kind, Strategy strategy) throws IOException {
        if (!strategy.keepsPrevious()) {
            assertNothingToGoBackTo(Case.of(kind, strategy, true));
            return;
        }
        Case test = Case.of(kind, strategy, true);
        TestDevice tried = test.settled().copy();
        tried.stage(test.second(), 400);
        assertThat(tried.start(ResetReason.REQUEST).trial()).isTrue();
        EveryCut.Life hang = device -> device.start(ResetReason.WATCHDOG);
        long operations = EveryCut.operationsOf(tried, hang);
        for (long operation = 1; operation <= operations; operation++) {
            for (LongFunction<FaultPlan> cut : kinds()) {
                TestDevice device = EveryCut.afterCut(tried, hang, cut.apply(operation));
                BootOutcome.Started back = device.start(ResetReason.POWER);
                device.assertRuns(back, test.first());
                assertThat(back.trial()).isFalse();
                assertUpdatesInTheEnd(test, device);
            }
        }
        assertThat(operations).isGreaterThan(3);
    }

    /** Overwritten is overwritten: better an image that may fail again than none for ever. */
    private static void assertNothingToGoBackTo(Case test) throws IOException {
        TestDevice tried = test.settled().copy();
        tried.stage(test.second(), 400);
        assertThat(tried.start(ResetReason.REQUEST).trial()).isTrue();

        BootOutcome.Started again = tried.start(ResetReason.WATCHDOG);

        tried.assertRuns(again, test.second());
        assertThat(again.trial()).isTrue();
        assertThat(again.report().detail()).contains("nothing to go back to");
    }

    /** The journal gone at every stage of a life: what verifies is found, and never a mixture. */
    @ParameterizedTest
    @MethodSource("devices")
    void lostJournal_isDerivedFromWhatVerifies(Kind kind, Strategy strategy) throws IOException {
        Case test = Case.of(kind, strategy, false);
        TestDevice device = test.settled().copy();
        loseJournal(device);
        device.assertRuns(device.start(ResetReason.POWER), test.first());

        TestDevice updated = test.settled().copy();
        test.update(updated);
        loseJournal(updated);
        BootOutcome.Started started = updated.start(ResetReason.POWER);
        updated.assertRuns(started, test.second());
        assertThat(started.trial()).as("the old set is below the counter").isEqualTo(!strategy.keepsPrevious());
        updated.application(started).confirm();
        updated.assertRuns(updated.start(ResetReason.POWER), test.second());

        if (strategy.keepsPrevious() && !strategy.changesSides()) {
            TestDevice reverting = test.settled().copy();
            reverting.stage(test.second(), 400);
            reverting.start(ResetReason.REQUEST);
            EveryCut.Life hang = d -> d.start(ResetReason.WATCHDOG);
            long amidTheCopies = EveryCut.operationsOf(reverting, hang) * 2 / 3;
            TestDevice cut = EveryCut.afterCut(reverting, hang, FaultPlan.cutAfter(amidTheCopies));
            loseJournal(cut);
            cut.assertRuns(cut.start(ResetReason.POWER), test.first());
        }
    }

    private static void loseJournal(TestDevice device) throws IOException {
        for (int sector = device.topology.journal().first();
                sector < device.topology.journal().end();
                sector++) {
            device.flash.erase(sector);
            device.flash.program(device.topology.geometry().offsetOfSector(sector), Releases.image(64, sector));
        }
    }
}
