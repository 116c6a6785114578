package io.moult.server.tracker;

import static io.moult.server.tracker.Play.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The update machine in time: nothing waits for ever. */
final class UpdateDeadlinesTest {
    private final Play push = new Play(Delivery.PUSH, true);

    @Test
    void silence_forAsLongAsIsAllowed_failsWithTheLastReason() {
        push.contact().on(new TrackerEvent.NoAnswer("the device sleeps", false));

        push.deadline();

        assertThat(push.phase()).isEqualTo(UpdatePhase.FAILED);
        assertThat(push.update().reason()).contains("did not answer in time").contains("the device sleeps");
    }

    @Test
    void contactWithoutProgress_doesNotProlongTheWait() {
        push.contact().on(new TrackerEvent.NoAnswer("silence", true));
        Instant first = push.update().deadline();

        push.after(Duration.ofDays(1)).contact().on(new TrackerEvent.NoAnswer("silence", true));

        assertThat(push.update().deadline()).isEqualTo(first);
    }

    @Test
    void approval_longAfterTheDelivery_stillWaitsForADeviceThatSleeps() {
        Play play = new Play(Delivery.PUSH, false).pushing();
        play.on(new TrackerEvent.PushCompleted()).reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));

        play.after(Duration.ofDays(20))
                .on(new TrackerEvent.ExecuteRequested())
                .on(new TrackerEvent.NoAnswer("the device sleeps", false));

        assertThat(play.phase()).isEqualTo(UpdatePhase.WAITING_FOR_CONTACT);
        assertThat(play.update().deadline()).isEqualTo(play.now().plus(Play.DEADLINES.contact()));
        play.contact().reads(plain(State.DOWNLOADED, UpdateResult.INITIAL));
        assertThat(play.commands()).containsExactly(new TrackerCommand.Execute());
    }

    /** No phase waits for ever: each that is not final has a deadline, which leads out of it. */
    @ParameterizedTest
    @EnumSource(UpdatePhase.class)
    void deadline_ofEachPhase_leadsOutOfIt(UpdatePhase phase) {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        Update update = push.update().enter(phase, "", now, now);
        UpdateMachine machine = new UpdateMachine(Play.DEADLINES);

        Step step = machine.on(
                update,
                Play.release(2, "#image"),
                new TrackerEvent.DeadlinePassed(update.progress().offsetBytes()),
                now);

        if (phase.isFinal()) {
            assertThat(step.update()).isEqualTo(update);
        } else {
            assertThat(step.update().phase()).isNotEqualTo(phase);
            assertThat(step.update().phase().isFinal()
                            || step.update().deadline().isAfter(now))
                    .isTrue();
        }
    }

    /** And all that lead back do so a bounded number of times: silence from anywhere ends the update. */
    @ParameterizedTest
    @EnumSource(UpdatePhase.class)
    void silence_fromEachPhase_endsTheUpdate(UpdatePhase phase) {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        Update update = push.update().enter(phase, "", now, now.plus(Duration.ofHours(1)));
        UpdateMachine machine = new UpdateMachine(Play.DEADLINES);
        int steps = 0;

        while (!update.phase().isFinal() && steps < 20) {
            now = update.deadline();
            update = machine.on(update, Play.release(2, "#image"), new TrackerEvent.DeadlinePassed(0), now)
                    .update();
            steps++;
        }

        assertThat(update.phase().isFinal()).isTrue();
        assertThat(phase.isFinal() || !update.reason().isEmpty()).isTrue();
    }
}
