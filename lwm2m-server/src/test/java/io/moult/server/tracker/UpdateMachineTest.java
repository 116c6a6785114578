package io.moult.server.tracker;

import static io.moult.server.tracker.Play.moult;
import static io.moult.server.tracker.Play.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The update machine, event by event (R117, R121, R156). */
final class UpdateMachineTest {
    private final Play push = new Play(Delivery.PUSH, true);

    @Test
    void push_plainDevice_goesThroughToSuccess() {
        push.executed();
        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_REBOOT);

        push.contact().reads(plain(State.IDLE, UpdateResult.SUCCESS).withPackageVersion("2.0.0"));

        assertThat(push.phase()).isEqualTo(UpdatePhase.SUCCEEDED);
        assertThat(push.update().progress().versionBefore()).isEqualTo("1.0.0");
        assertThat(push.update().progress().versionAfter()).isEqualTo("2.0.0");
        assertThat(push.timeline()).hasSizeGreaterThan(6);
    }

    @Test
    void push_deviceHoldsPartOfThisBody_goesOnThere() {
        push.contact().reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 4096, true, 1, ""));

        push.on(new TrackerEvent.SlotGranted());

        assertThat(push.commands()).containsExactly(new TrackerCommand.Push(4096));
    }

    @Test
    void push_deviceHoldsAnotherBody_beginsAnew() {
        push.contact().reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 4096, false, 1, ""));

        push.on(new TrackerEvent.SlotGranted());

        assertThat(push.commands()).containsExactly(new TrackerCommand.Push(0));
    }

    /** Interop 4: a plain device in the middle of a push answers nothing else; the remembered offset counts. */
    @Test
    void push_deviceBusyAfterAnInterruption_triesTheNextExpectedBlock() {
        push.pushing();
        Update further = push.update().with(push.update().progress().withOffset(2048, push.now()));
        Step parked = new UpdateMachine(Play.DEADLINES)
                .on(further, Play.release(2, "#image"), new TrackerEvent.PushInterrupted("silence"), push.now());
        assertThat(parked.update().phase()).isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);
        assertThat(parked.commands()).containsExactly(new TrackerCommand.ReleaseSlot());
        UpdateMachine machine = new UpdateMachine(Play.DEADLINES);
        Update reading = machine.on(
                        parked.update(), Play.release(2, "#image"), new TrackerEvent.AttemptDue(), push.now())
                .update();

        Step queued = machine.on(reading, Play.release(2, "#image"), new TrackerEvent.Busy(), push.now());

        assertThat(queued.update().phase()).isEqualTo(UpdatePhase.WAITING_FOR_SLOT);
        assertThat(queued.update().progress().offsetBytes()).isEqualTo(2048);
    }

    @Test
    void push_deviceBusyWithoutOurDoing_isParked() {
        push.contact().on(new TrackerEvent.Busy());

        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);
        assertThat(push.update().nextAttempt()).isAfter(push.now());
    }

    /** Interop 3: a package of another update is cleared first. */
    @Test
    void push_deviceHoldsAnothersPackage_resetsFirst() {
        push.contact().reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));
        assertThat(push.phase()).isEqualTo(UpdatePhase.RESETTING);
        assertThat(push.commands()).containsExactly(new TrackerCommand.ResetPackage());

        push.on(new TrackerEvent.Accepted()).reads(plain(State.IDLE, UpdateResult.INITIAL));

        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_SLOT);
    }

    @Test
    void push_deviceNeverLetsGo_fails() {
        push.contact();
        for (int i = 0; i < 4; i++) {
            push.reads(plain(State.DOWNLOADED, UpdateResult.INITIAL)).on(new TrackerEvent.Rejected("4.05", ""));
        }

        assertThat(push.phase()).isEqualTo(UpdatePhase.FAILED);
        assertThat(push.update().reason()).contains("does not let go");
    }

    /** Interop 2. */
    @Test
    void verification_afterTheLastBlock_isTheDevicesVerdict() {
        push.pushing().on(new TrackerEvent.PushCompleted());
        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_VERIFICATION);
        assertThat(push.commands()).contains(new TrackerCommand.Read());

        push.reads(plain(State.IDLE, UpdateResult.INTEGRITY_CHECK_FAILED));

        assertThat(push.phase()).isEqualTo(UpdatePhase.REFUSED);
        assertThat(push.update().reason()).contains("5 (integrity-check-failed)");
    }

    @Test
    void refusal_namedByTheDevice_isTheReason() {
        push.pushing()
                .on(new TrackerEvent.PushRefused("4.00", "class-mismatch"))
                .reads(moult(
                        State.IDLE,
                        UpdateResult.UNSUPPORTED_PACKAGE_TYPE,
                        0,
                        true,
                        1,
                        "class-mismatch: the manifest is for another"));

        assertThat(push.phase()).isEqualTo(UpdatePhase.REFUSED);
        assertThat(push.update().reason()).startsWith("class-mismatch: the manifest is for another");
        assertThat(push.update().progress().result()).isEqualTo(6);
    }

    /** Interop 5: a lost answer to the last block; its repetition is refused although all is there. */
    @Test
    void refusedLastBlock_stateDownloaded_isNoFailure() {
        push.pushing()
                .on(new TrackerEvent.PushRefused("4.08", ""))
                .reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));

        assertThat(push.phase()).isEqualTo(UpdatePhase.EXECUTING);
    }

    @Test
    void packageTooLarge_withTheReceiversLimit_namesIt() {
        push.pushing().on(new TrackerEvent.PushTooLarge(OptionalLong.of(8192)));

        assertThat(push.phase()).isEqualTo(UpdatePhase.REFUSED);
        assertThat(push.update().reason()).contains("8192").contains("10000");
        assertThat(push.commands()).containsExactly(new TrackerCommand.ReleaseSlot());
    }

    /** Interop 8: a reboot is a new registration. */
    @Test
    void registration_inMidPush_stopsItAndAsksAnew() {
        push.pushing().contact();

        assertThat(push.phase()).isEqualTo(UpdatePhase.PREPARING);
        assertThat(push.commands())
                .containsExactly(
                        new TrackerCommand.StopPush(), new TrackerCommand.ReleaseSlot(), new TrackerCommand.Read());
    }

    /** Interop 1 and 15: what a device does faster than it answers. */
    @Test
    void execute_unanswered_waitsForTheReboot() {
        push.pushing()
                .on(new TrackerEvent.PushCompleted())
                .reads(plain(State.DOWNLOADED, UpdateResult.INITIAL))
                .on(new TrackerEvent.NoAnswer("the device did not answer", true));

        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_REBOOT);
    }

    @Test
    void execute_lostOnItsWay_isRepeatedAFewTimesOnly() {
        push.executed();
        for (int i = 0; i < 3; i++) {
            push.contact().reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));
            assertThat(push.phase()).isEqualTo(UpdatePhase.EXECUTING);
            push.on(new TrackerEvent.Accepted());
        }

        push.contact().reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));

        assertThat(push.phase()).isEqualTo(UpdatePhase.FAILED);
    }

    /** Interop 11. */
    @Test
    void deferral_staysUntilExecutedAgain() {
        push.executed().contact().reads(plain(State.DOWNLOADED, UpdateResult.DEFERRED));
        assertThat(push.phase()).isEqualTo(UpdatePhase.DEFERRED);

        push.on(new TrackerEvent.ExecuteRequested());

        assertThat(push.commands()).containsExactly(new TrackerCommand.Execute());
        push.on(new TrackerEvent.Accepted()).contact().reads(plain(State.IDLE, UpdateResult.SUCCESS));
        assertThat(push.phase()).isEqualTo(UpdatePhase.SUCCEEDED);
    }

    @Test
    void success_claimedWithTheOldSequenceNumber_isNone() {
        push.executed().contact().reads(moult(State.IDLE, UpdateResult.SUCCESS, 0, true, 1, ""));

        assertThat(push.phase()).isEqualTo(UpdatePhase.FAILED);
        assertThat(push.update().reason()).contains("does not run sequence number 2");
    }

    @Test
    void noResult_butTheReleasesSequenceNumber_isSuccess() {
        push.executed().contact().reads(moult(State.IDLE, UpdateResult.INITIAL, 0, true, 2, ""));

        assertThat(push.phase()).isEqualTo(UpdatePhase.SUCCEEDED);
    }

    /** R153: the boot report says why. */
    @Test
    void revertedInstallation_failsWithRefusalAndBootReport() {
        push.executed().contact();
        var reading = moult(State.IDLE, UpdateResult.UPDATE_FAILED, 0, true, 1, "trial-failed: watchdog");
        var support = reading.support().orElseThrow();
        push.reads(reading.withSupport(new io.moult.server.device.SupportReading(
                support.vendorId(),
                support.classId(),
                0,
                support.bodyIdentity(),
                support.lastRefusal(),
                "{\"event\":\"reverted\"}",
                support.sequenceNumber(),
                support.signedBootReport())));

        assertThat(push.phase()).isEqualTo(UpdatePhase.FAILED);
        assertThat(push.update().reason()).contains("trial-failed: watchdog").contains("reverted");
    }

    /** R9: what the device says of itself on contact is checked again before anything is sent. */
    @Test
    void foreignClass_foundOutOnContact_isNotSentAnything() {
        UUID another = UUID.fromString("33333333-3333-5333-8333-333333333333");
        var reading = moult(State.IDLE, UpdateResult.INITIAL, 0, false, 1, "");
        var support = reading.support().orElseThrow();
        var foreign = reading.withSupport(new io.moult.server.device.SupportReading(
                support.vendorId(),
                java.util.Optional.of(another),
                0,
                support.bodyIdentity(),
                "",
                "",
                OptionalLong.of(1),
                support.signedBootReport()));

        push.contact().reads(foreign);
        Play forced = new Play(Delivery.PUSH, true, true, Play.release(2, "#image"))
                .contact()
                .reads(foreign);

        assertThat(push.phase()).isEqualTo(UpdatePhase.REFUSED);
        assertThat(push.update().reason()).contains("class-mismatch");
        assertThat(forced.phase()).isEqualTo(UpdatePhase.WAITING_FOR_SLOT);
    }

    @Test
    void approval_withoutPolicy_isAwaited() {
        Play play = new Play(Delivery.PUSH, false).pushing();
        play.on(new TrackerEvent.PushCompleted()).reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));
        assertThat(play.phase()).isEqualTo(UpdatePhase.READY);

        play.on(new TrackerEvent.ExecuteRequested());

        assertThat(play.phase()).isEqualTo(UpdatePhase.EXECUTING);
    }

    @Test
    void uri_deviceThatFetches_isFollowedByItsProgress() {
        Play play = new Play(Delivery.URI, true).contact().reads(plain(State.IDLE, UpdateResult.INITIAL));
        assertThat(play.commands()).containsExactly(new TrackerCommand.WriteUri());
        play.on(new TrackerEvent.Accepted());

        play.after(Duration.ofMinutes(14)).reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 4096, true, 1, ""));
        Instant first = play.update().deadline();
        play.after(Duration.ofMinutes(14)).reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 8192, true, 1, ""));

        assertThat(play.update().deadline()).isAfter(first);
        play.reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));
        assertThat(play.phase()).isEqualTo(UpdatePhase.EXECUTING);
    }

    @Test
    void uri_badForTheDevice_isRefused() {
        Play play = new Play(Delivery.URI, true).contact().reads(plain(State.IDLE, UpdateResult.INITIAL));
        play.on(new TrackerEvent.Accepted()).reads(plain(State.IDLE, UpdateResult.INVALID_URI));

        assertThat(play.phase()).isEqualTo(UpdatePhase.REFUSED);
        assertThat(play.update().reason()).contains("7 (invalid-uri)");
    }

    /** Small bodies whose payload is elsewhere: State stays 1 until the device has fetched it. */
    @Test
    void manifestWithPayloadElsewhere_afterThePush_waitsForTheFetch() {
        Play play = new Play(Delivery.PUSH, true, false, Play.release(2, "coaps://127.0.0.1/images/x")).pushing();

        play.on(new TrackerEvent.PushCompleted()).reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 0, true, 1, ""));

        assertThat(play.phase()).isEqualTo(UpdatePhase.DOWNLOADING);
    }

    /** What the operator sees counts what is fetched: it does not begin with the manifest's octets and jump back. */
    @Test
    void manifestWithPayloadElsewhere_whenTheFetchBegins_countsFromNothing() {
        Play play = fetching();

        assertThat(play.update().progress().offsetBytes()).isZero();
        play.after(Duration.ofSeconds(2)).reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 4096, true, 1, ""));
        assertThat(play.update().progress().offsetBytes()).isEqualTo(4096);
    }

    /** No state waits for ever. */
    @Test
    void fetchWithoutAnOctet_howeverOftenTheDeviceIsAsked_hasOneDeadline() {
        Play play = fetching();
        Instant deadline = play.update().deadline();
        assertThat(deadline).isEqualTo(play.now().plus(Play.DEADLINES.downloadIdle()));

        play.after(Duration.ofMinutes(3)).reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 0, true, 1, ""));

        assertThat(play.update().deadline()).isEqualTo(deadline);
        assertThat(play.deadline().phase()).isEqualTo(UpdatePhase.FAILED);
        assertThat(play.update().reason()).contains("did not come further with its download");
    }

    private static Play fetching() {
        return new Play(Delivery.PUSH, true, false, Play.release(2, "coaps://127.0.0.1/images/x"))
                .pushing()
                .on(new TrackerEvent.PushCompleted())
                .reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 0, true, 1, ""));
    }

    @Test
    void cancel_inMidPush_isToldToTheDevice() {
        push.pushing().on(new TrackerEvent.CancelRequested());
        assertThat(push.phase()).isEqualTo(UpdatePhase.CANCELLING);
        assertThat(push.commands()).contains(new TrackerCommand.StopPush(), new TrackerCommand.CancelOnDevice());

        push.on(new TrackerEvent.Accepted());

        assertThat(push.phase()).isEqualTo(UpdatePhase.CANCELLED);
    }

    @Test
    void cancel_whileTheDeviceInstalls_changesNothing() {
        push.executed().on(new TrackerEvent.CancelRequested());

        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_REBOOT);
    }

    @Test
    void serverRestart_inMidPush_waitsForContactAndGoesOn() {
        push.pushing().on(new TrackerEvent.ServerRestarted());
        assertThat(push.phase()).isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);

        push.contact().reads(moult(State.DOWNLOADING, UpdateResult.INITIAL, 8192, true, 1, ""));

        push.on(new TrackerEvent.SlotGranted());
        assertThat(push.commands()).containsExactly(new TrackerCommand.Push(8192));
    }

    @Test
    void serverRestart_whileTheDeviceInstalls_stillReadsTheResult() {
        push.executed().on(new TrackerEvent.ServerRestarted());

        push.contact().reads(plain(State.IDLE, UpdateResult.SUCCESS));

        assertThat(push.phase()).isEqualTo(UpdatePhase.SUCCEEDED);
    }
}
