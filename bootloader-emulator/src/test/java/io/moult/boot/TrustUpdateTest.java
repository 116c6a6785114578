package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.image.Decisions;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Scale;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topologies;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Role;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R90 to R93, REQ.SEC.KEY.ROTATION (RFC 9124): a signed change of whom the device believes is judged by its bootloader, made
 * by one record, and in force at every boot after it.
 */
class TrustUpdateTest {
    private static final Topology LAYOUT =
            Topologies.of(Kind.SINGLE, Strategy.OFFSET, new Scale(1024, 8, 0xff, 4, 2, true));

    @TempDir
    static Path dir;

    private static Releases author;
    private static Releases newcomer;
    private static Releases provisioner;
    private static Releases successor;
    private static Releases.Signed first;
    private static Releases.Signed byNewcomer;
    private static TestDevice settled;

    @BeforeAll
    static void manufacture() throws IOException {
        author = somebody("author");
        newcomer = somebody("newcomer");
        provisioner = somebody("provisioner");
        successor = somebody("successor");
        first = author.release("1.0.0", 1, Releases.image(1500, 1));
        byNewcomer = newcomer.release("2.0.0", 2, Releases.image(1001, 2));
        settled = TestDevice.manufactured(
                LAYOUT,
                author,
                new AuthorisationPolicy(
                        List.of(author.as(Role.AUTHOR), provisioner.as(Role.PROVISIONING)), 1, 0, false),
                first);
    }

    /** With a key of his own, for the same devices. */
    private static Releases somebody(String name) throws IOException {
        return new Releases(Files.createDirectory(dir.resolve(name)), "example.com", "sensor");
    }

    private static TrustChange adding(Releases who, Role role) {
        return new TrustChange(List.of(who.as(role)), List.of());
    }

    private static TrustChange replacing(Releases old, Releases by, Role role) {
        return new TrustChange(List.of(by.as(role)), List.of(old.thumbprint()));
    }

    private static void stage(TestDevice device, Bytes change) throws IOException {
        ApplicationServices application = device.application(device.start(ResetReason.REQUEST));
        application.begin(change);
        application.requestTrialBoot();
    }

    private static BootOutcome.Started offer(TestDevice device, Bytes change) throws IOException {
        stage(device, change);
        return device.start(ResetReason.REQUEST);
    }

    private static void make(TestDevice device, Bytes change) throws IOException {
        int before = device.trust().changes();
        BootOutcome.Started started = offer(device, change);
        assertThat(started.report().event()).as(started.report().detail()).isEqualTo(Event.NORMAL);
        assertThat(device.trust().changes()).isEqualTo(before + 1);
        assertThat(device.journal().orElseThrow().secondary()).isEqualTo(SecondaryContent.NONE);
    }

    private static void assertRefused(TestDevice device, Bytes change, String why) throws IOException {
        List<Bytes> before = device.trust().measured();
        BootOutcome.Started started = offer(device, change);
        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        assertThat(started.report().detail()).startsWith(why);
        assertThat(device.trust().measured()).isEqualTo(before);
        assertThat(device.start(ResetReason.POWER).report().event()).isEqualTo(Event.NORMAL);
    }

    private static void update(TestDevice device, Releases.Signed release) throws IOException {
        device.stage(release, 1000);
        BootOutcome.Started started = device.start(ResetReason.REQUEST);
        device.assertRuns(started, release);
        device.application(started).confirm();
    }

    private static void assertNotTaken(TestDevice device, Releases.Signed release) throws IOException {
        device.stage(release, 1000);
        BootOutcome.Started started = device.start(ResetReason.REQUEST);
        assertThat(started.report().event()).isEqualTo(Event.CANDIDATE_REFUSED);
        assertThat(started.report().detail()).startsWith("unknown-signer");
    }

    @Test
    void newAuthor_isBelievedAtEveryBootBehindTheChange_andNotBefore() throws IOException {
        TestDevice device = settled.copy();
        assertNotTaken(device, byNewcomer);

        make(device, provisioner.change(1, adding(newcomer, Role.AUTHOR)));

        update(device, byNewcomer);
        device.assertRuns(device.start(ResetReason.POWER), byNewcomer);
        assertThat(device.trust().history().sequenceNumber()).isEqualTo(1);
    }

    @Test
    void removedAuthor_isNotBelievedAnyMore_neitherForACandidateNorInThePrimarySlot() throws IOException {
        TestDevice device = settled.copy();
        make(device, provisioner.change(1, adding(newcomer, Role.AUTHOR)));
        update(device, byNewcomer);
        make(device, provisioner.change(2, new TrustChange(List.of(), List.of(author.thumbprint()))));

        assertNotTaken(device, author.release("3.0.0", 3, Releases.image(1600, 3)));

        EnvelopeArea area = device.journal().orElseThrow().runningArea();
        new EnvelopeStore(device.flash, LAYOUT).write(area, first.envelope(), 0);
        assertThat(device.boot(ResetReason.POWER).report().detail()).contains("unknown-signer");
    }

    @Test
    void authorOfTheRunningImage_isNotRemoved_andTheDeviceGoesOn() throws IOException {
        TestDevice device = settled.copy();

        assertRefused(
                device,
                provisioner.change(1, replacing(author, newcomer, Role.AUTHOR)),
                "policy: the running image would not be believed any more (unknown-signer");

        device.assertRuns(device.start(ResetReason.POWER), first);
    }

    @Test
    void limitedAuthor_isBelievedWithinTheLimits() throws IOException {
        TestDevice device = settled.copy();
        Authority upToTwo = author.as(Role.AUTHOR)
                .within(new Constraints(
                        Set.of(), Set.of(), OptionalLong.of(2), OptionalLong.empty(), OptionalLong.empty()));
        make(device, provisioner.change(1, new TrustChange(List.of(upToTwo), List.of())));

        update(device, author.release("2.0.0", 2, Releases.image(1600, 3)));
        device.stage(author.release("3.0.0", 3, Releases.image(1600, 4)), 1000);

        assertThat(device.start(ResetReason.REQUEST).report().detail()).startsWith("policy");
    }

    @Test
    void provisioningAuthority_isRotated_andTheOldOneHasNoSay() throws IOException {
        TestDevice device = settled.copy();
        make(device, provisioner.change(1, replacing(provisioner, successor, Role.PROVISIONING)));

        assertRefused(device, provisioner.change(2, adding(newcomer, Role.AUTHOR)), "unknown-signer");
        make(device, successor.change(2, adding(newcomer, Role.AUTHOR)));

        update(device, byNewcomer);
    }

    @Test
    void olderChange_thatIsReplayed_isRefused() throws IOException {
        TestDevice device = settled.copy();
        Bytes older = provisioner.change(1, adding(newcomer, Role.AUTHOR));
        make(device, older);
        make(device, provisioner.change(2, new TrustChange(List.of(), List.of(newcomer.thumbprint()))));

        assertRefused(device, older, "sequence-too-low");

        assertNotTaken(device, byNewcomer);
    }

    @Test
    void change_byAnAuthor_isRefused() throws IOException {
        assertRefused(
                settled.copy(),
                author.change(1, adding(newcomer, Role.AUTHOR)),
                "policy: no provisioning authority signed");
        assertRefused(settled.copy(), newcomer.change(1, adding(newcomer, Role.AUTHOR)), "unknown-signer");
    }

    @Test
    void change_forAnotherVendorsDevices_isRefused() throws IOException {
        Releases elsewhere = new Releases(dir, "elsewhere.example", "sensor");
        TestDevice device = settled.copy();
        make(device, provisioner.change(1, adding(elsewhere, Role.PROVISIONING)));

        assertRefused(device, elsewhere.change(2, adding(newcomer, Role.AUTHOR)), "vendor-mismatch");
    }

    @Test
    void change_onADeviceWithoutAPolicy_isRefused() throws IOException {
        TestDevice device = TestDevice.manufactured(LAYOUT, author, first);

        assertRefused(device, author.change(1, adding(newcomer, Role.AUTHOR)), "policy: no provisioning authority");
    }

    /** The record in one-time-programmable memory, and the journal's that follows it. */
    @Test
    void cutAnywhere_leavesTheOldTrustOrTheNew_andTheNextBootHasTheNew() throws IOException {
        TestDevice device = settled.copy();
        List<Bytes> old = device.trust().measured();
        Bytes change = provisioner.change(1, replacing(provisioner, successor, Role.PROVISIONING));
        stage(device, change);
        TestDevice made = device.copy();
        made.start(ResetReason.REQUEST);
        List<Bytes> wanted = made.trust().measured();
        assertThat(wanted).isNotEqualTo(old);

        int cases = EveryCut.of(device, life -> life.start(ResetReason.REQUEST), after -> {
            assertThat(after.trust().measured()).isIn(old, wanted);
            BootOutcome.Started started = after.start(ResetReason.POWER);
            device.assertRuns(started, first);
            assertThat(started.report().event()).isEqualTo(Event.NORMAL);
            assertThat(after.trust().measured()).isEqualTo(wanted);
            assertThat(after.trust().changes()).isEqualTo(1);
            assertThat(after.journal().orElseThrow().secondary()).isEqualTo(SecondaryContent.NONE);
            long writes = after.writes();
            after.start(ResetReason.POWER);
            assertThat(after.writes()).as("a settled device writes nothing").isEqualTo(writes);
        });

        assertThat(cases).isGreaterThan(40);
    }

    @Test
    void cutWhileAChangeArrives_leavesTheOldTrust_andItCanComeAgain() throws IOException {
        Bytes change = provisioner.change(1, adding(newcomer, Role.AUTHOR));
        List<Bytes> old = settled.trust().measured();

        EveryCut.of(settled, life -> stage(life, change), after -> {
            assertThat(after.trust().measured()).isEqualTo(old);
            BootOutcome.Started started = after.start(ResetReason.POWER);
            settled.assertRuns(started, first);
            if (after.trust().changes() == 0) {
                make(after, change);
            }
        });
    }

    @Test
    void anySingleDecisionTurnedRound_believesNobodyWhomTheChangeMayNotBring() throws IOException {
        TestDevice device = settled.copy();
        stage(device, author.change(1, adding(newcomer, Role.AUTHOR)));
        List<Bytes> old = device.trust().measured();
        for (int at = 0; at < 40; at++) {
            int turned = at;
            int[] taken = {0};
            Decisions glitch = (question, truth) -> (taken[0]++ == turned) != truth;
            TestDevice glitched = device.copy().with(glitch);
            glitched.boot(ResetReason.REQUEST);

            assertThat(glitched.trust().measured()).as("decision %d turned", at).isEqualTo(old);

            glitched.with(Decisions.SOUND).start(ResetReason.POWER);
            make(glitched, provisioner.change(1, adding(newcomer, Role.AUTHOR)));
        }
    }

    @Test
    void goldenImage_outlivesTheRemovalOfItsAuthor() throws IOException {
        TestDevice device = settled.copy();
        Releases.Signed golden = author.release("0.1.0", 0, Releases.image(600, 9));
        Manufacture.flashGolden(device.platform(), golden.envelope(), golden.streams());
        make(device, provisioner.change(1, adding(newcomer, Role.AUTHOR)));
        update(device, byNewcomer);
        make(device, provisioner.change(2, new TrustChange(List.of(), List.of(author.thumbprint()))));
        device.flash.rot(8 * LAYOUT.offsetOf(Layouts.main(LAYOUT).primary()) + 9);

        BootOutcome.Started started = device.start(ResetReason.POWER);

        assertThat(started.recovery()).isTrue();
        device.assertRuns(started, golden);
    }

    /** So many changes can be made in a device's life; the counter against rollback keeps its room. */
    @Test
    void memoryThatIsFull_refusesTheChangeByName_andKeepsRoomForTheSecurityCounter() throws IOException {
        TestDevice device = settled.copy();
        BootOutcome.Started last = device.start(ResetReason.POWER);
        for (int i = 1; last.report().event() == Event.NORMAL; i++) {
            last = offer(device, provisioner.change(i, adding(i % 2 == 0 ? newcomer : successor, Role.AUTHOR)));
        }

        assertThat(last.report().detail()).startsWith("storage-failed: one-time-programmable memory has no room");
        assertThat(device.trust().changes()).isGreaterThan(15);
        assertThat(device.platform().otp().raisesLeft()).isGreaterThanOrEqualTo(64);
        device.assertRuns(device.start(ResetReason.POWER), first);
    }
}
