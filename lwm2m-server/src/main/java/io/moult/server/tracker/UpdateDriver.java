package io.moult.server.tracker;

import io.moult.server.repository.Release;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Drives the updates: steps their machines by events, deadlines and free slots, notes what has changed, and has their
 * commands carried out once that is durable. Used by the tracker's thread only.
 */
final class UpdateDriver {
    private final UpdateMachine machine;
    private final Slots slots;
    private final ActiveUpdates active;
    private final Ledger ledger;
    private final TrackerThread thread;
    private final Clock clock;

    UpdateDriver(
            UpdateMachine machine,
            Slots slots,
            ActiveUpdates active,
            Ledger ledger,
            TrackerThread thread,
            Clock clock) {
        this.machine = machine;
        this.slots = slots;
        this.active = active;
        this.ledger = ledger;
        this.thread = thread;
        this.clock = clock;
    }

    /** Takes up a new update, which the thread's next rounds will step. */
    void begin(Update update, Release release, TimelineEntry news) {
        active.take(update, release);
        ledger.note(update, List.of(news));
    }

    /** Takes up an update that an earlier run of the server has left unfinished. */
    void resume(Update update, Release release) {
        apply(active.take(update, release), new TrackerEvent.ServerRestarted());
    }

    void apply(Active one, TrackerEvent event) {
        apply(one, event, Optional.empty());
    }

    /** @param known a reading that has just come: if the event leads to that question, it is answered already */
    void apply(Active one, TrackerEvent event, Optional<TrackerEvent> known) {
        Instant now = clock.instant();
        Update before = one.seen(now);
        Step step = machine.on(before, one.release(), event, now);
        one.set(step.update());
        if (!step.update().equals(before) || !step.news().isEmpty()) {
            ledger.note(step.update(), step.news());
        }
        boolean leftPush =
                before.phase() == UpdatePhase.PUSHING && step.update().phase() != UpdatePhase.PUSHING;
        if (leftPush) {
            one.stopPush();
        }
        step.commands().forEach(command -> perform(one, command, known));
        if (step.update().phase().isFinal()) {
            slots.release(one.update().id());
            active.drop(one);
        }
    }

    /** An answer to what an update has asked in a round; it comes too late if the update is in another by now. */
    void answered(String id, long round, TrackerEvent event) {
        active.find(id).filter(one -> one.update().round() == round).ifPresent(one -> apply(one, event));
    }

    private void perform(Active one, TrackerCommand command, Optional<TrackerEvent> known) {
        Update at = one.update();
        if (command instanceof TrackerCommand.RequestSlot) {
            slots.request(at.id());
        } else if (command instanceof TrackerCommand.ReleaseSlot) {
            slots.release(at.id());
        } else if (command instanceof TrackerCommand.Read && known.isPresent()) {
            thread.post(() -> answered(at.id(), at.round(), known.get()));
        } else if (!(command instanceof TrackerCommand.StopPush)) {
            thread.onceDurable(commands -> {
                if (one.update().round() == at.round()) {
                    commands.perform(one, at, command);
                }
            });
        }
    }

    /** Steps all whose deadline has passed, and tries those again whose time has come. */
    void due(Predicate<String> isReachable) {
        Instant now = clock.instant();
        for (Active one : active.all()) {
            Update update = one.update();
            if (!update.deadline().isAfter(now)) {
                apply(
                        one,
                        new TrackerEvent.DeadlinePassed(one.seen(now).progress().offsetBytes()));
            } else if (!update.nextAttempt().isAfter(now)) {
                one.set(update.withNextAttempt(Instant.MAX));
                boolean pointless =
                        update.phase() == UpdatePhase.WAITING_FOR_CONTACT && !isReachable.test(update.endpoint());
                if (!pointless) {
                    apply(one, new TrackerEvent.AttemptDue());
                }
            }
        }
    }

    void grantSlots() {
        Optional<String> next = slots.grantNext();
        while (next.isPresent()) {
            Optional<Active> one = active.find(next.get());
            if (one.isPresent()) {
                apply(one.get(), new TrackerEvent.SlotGranted());
            } else {
                slots.release(next.get());
            }
            next = slots.grantNext();
        }
    }
}
